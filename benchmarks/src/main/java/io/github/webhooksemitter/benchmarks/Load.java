package io.github.webhooksemitter.benchmarks;

/** A started contender. */
@FunctionalInterface
interface Load {
    /**
     * Sends that many events, spread evenly over the emitters.
     *
     * @param deliveries how many in all
     * @throws Exception when an event was refused or could not be delivered
     */
    void send(int deliveries) throws Exception;
}
