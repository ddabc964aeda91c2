package io.github.webhooksemitter.delivery;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** How a delivery ends that no further attempt is made for: it is given up, or left where it is kept. Immutable. */
final class Ending {
    /** It stays in its queue, as if it had never been taken out: another start, or another node, goes on with it. */
    static final Ending LEFT = new Ending(null);

    private final @Nullable Reason reason;

    private Ending(@Nullable Reason reason) {
        this.reason = reason;
    }

    static Ending givenUp(Reason reason) {
        return new Ending(reason);
    }

    /** Why it is given up; empty: it is left. */
    Optional<Reason> reason() {
        return Optional.ofNullable(reason);
    }
}
