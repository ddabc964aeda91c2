package io.github.webhooksemitter;

import io.github.webhooksemitter.emitter.EmitterId;

/**
 * Which options of an endpoint go together, and with its id. Each breach is an {@link IllegalArgumentException} that names the
 * option and the cure.
 */
final class EndpointRules {
    private EndpointRules() {}

    /** For an endpoint that something is sent to. */
    static void checkProducer(WebhooksEmitterEndpoint endpoint) {
        Operation operation = endpoint.operation();
        if (endpoint.getOutcomes() != null) {
            throw new IllegalArgumentException("Option outcomes is for a route that starts with from(\"" + endpoint
                    + "\"): leave it out where something is sent.");
        }
        if (endpoint.getWaitTimeout() != null && !endpoint.isWaitForDelivery()) {
            throw new IllegalArgumentException(
                    "Option waitTimeout does nothing by itself: add waitForDelivery=true, or leave it out.");
        }
        if (endpoint.getQueued() != null && operation != Operation.DETACH) {
            throw new IllegalArgumentException(
                    "Option queued is for operation=detach: leave it out here, or add that operation.");
        }
        if (!endpoint.isForAll()) {
            EmitterId.check(endpoint.getEmitterId());
        } else if (!operation.isForAll()) {
            throw new IllegalArgumentException("Option operation=" + operation
                    + " needs the id of one emitter: write webhooks-emitter:ID?operation=" + operation + ".");
        }
        if (declares(endpoint) && (endpoint.isForAll() || operation != Operation.EMIT)) {
            throw new IllegalArgumentException("The endpoint " + endpoint + " takes no option of an emitter"
                    + (endpoint.isForAll() ? "" : " beside operation=" + operation) + ": it has "
                    + endpoint.declaration() + ". Declare the emitter on an endpoint of its own.");
        }
    }

    /** For an endpoint that gives outcomes to a route. */
    static void checkConsumer(WebhooksEmitterEndpoint endpoint) {
        if (!endpoint.isForAll()) {
            EmitterId.check(endpoint.getEmitterId());
        }
        if (declares(endpoint) || isForEmit(endpoint)) {
            throw new IllegalArgumentException("The endpoint " + endpoint
                    + " gives outcomes to a route, so it takes no option"
                    + " but outcomes: declare and send to the emitter on an endpoint of its own.");
        }
    }

    private static boolean declares(WebhooksEmitterEndpoint endpoint) {
        return !endpoint.declaration().isEmpty();
    }

    private static boolean isForEmit(WebhooksEmitterEndpoint endpoint) {
        return endpoint.getEvent() != null
                || endpoint.getWhenFull() != null
                || endpoint.getEnqueueTimeout() != null
                || endpoint.isWaitForDelivery()
                || endpoint.getWaitTimeout() != null
                || endpoint.getOperation() != null
                || endpoint.getQueued() != null;
    }
}
