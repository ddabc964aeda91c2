CREATE TABLE stock (
    item text PRIMARY KEY,
    pieces int NOT NULL CHECK (pieces >= 0)
);

CREATE TABLE orders (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    item text NOT NULL REFERENCES stock,
    quantity int NOT NULL
);

-- What is to be sent, and what became of it. The payload is text, since jsonb would keep other bytes than were written.
CREATE TABLE outbox (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    event text NOT NULL,
    payload text NOT NULL,
    sent_at timestamptz,
    given_up text
);

-- As small as what is waiting, however long the table gets.
CREATE INDEX outbox_waiting ON outbox (id) WHERE sent_at IS NULL AND given_up IS NULL;
