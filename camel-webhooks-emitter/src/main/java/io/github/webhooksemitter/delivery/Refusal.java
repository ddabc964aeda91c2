package io.github.webhooksemitter.delivery;

/**
 * Why an event was not accepted.
 *
 * @param reason the same as a dead letter would have it
 * @param sentence one for the caller, with its cure
 */
record Refusal(Reason reason, String sentence) {
    static Refusal of(AcceptedDelivery delivery, Reason reason) {
        return new Refusal(reason, sentence(delivery, reason));
    }

    /** A queue outside this process did not confirm the delivery; it may have it all the same. */
    static Refusal byQueue(String emitterId, String how) {
        return new Refusal(
                Reason.QUEUE_FULL,
                "The queue of the emitter " + emitterId + " " + how + ": repeat the emit once the broker is well again,"
                        + " with the same delivery id in the header " + DeliveryHeaders.DELIVERY_ID + ".");
    }

    private static String sentence(AcceptedDelivery delivery, Reason reason) {
        ActiveEmitter emitter = delivery.emitter();
        String name = "The emitter " + emitter.id();
        return switch (reason) {
            case TOO_LARGE ->
                name + " takes no payload of " + delivery.event().body().length
                        + " bytes: send at most its maxPayloadSize of "
                        + emitter.settings().maxPayloadSize() + " bytes, or raise that option.";
            case CANCELLED ->
                name + " is paused, so nothing can wait for a delivery: resume it,"
                        + " or send without waitForDelivery.";
            case DETACHED -> name + " is still detaching: attach it again once it has ended, then repeat the emit.";
            case SHUTDOWN ->
                name + " takes nothing any more because the Camel context is stopping:"
                        + " repeat the emit after its start.";
            case EXHAUSTED, FINAL_STATUS, GONE, BLOCKED_ADDRESS, EXPIRED, QUEUE_FULL ->
                name + " has a full queue (" + emitter.lane().queued() + " deliveries"
                        + emitter.lane()
                                .pausedFor()
                                .map(why -> ", paused: " + why)
                                .orElse("")
                        + "): repeat the emit later, raise queueSize or maxQueuedBytes,"
                        + " or set whenFull=deadLetter and a deadLetter.";
        };
    }
}
