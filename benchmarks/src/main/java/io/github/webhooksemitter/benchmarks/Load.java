package io.github.webhooksemitter.benchmarks;

/** A started contender. */
interface Load {
    /** Makes the emitters. */
    void attach() throws Exception;

    /**
     * Sends that many events, spread evenly over the emitters, as fast as they are accepted.
     *
     * @param deliveries how many in all
     * @throws Exception when an event was refused or could not be delivered
     */
    void send(int deliveries) throws Exception;

    /**
     * Sends events from one thread at a steady rate; their delivery ids tell when, see {@link SentAt}.
     *
     * @return how long each took to be accepted
     * @throws Exception when an event was refused
     */
    Percentiles pace(int perSecond, int deliveries) throws Exception;
}
