package io.github.webhooksemitter.benchmarks;

import java.util.Locale;
import java.util.random.RandomGenerator;

/** The first segment of a path: it alone decides how the receiver behaves. */
enum Place {
    HOOKS,
    ASIDE,
    FLAKY,
    HANGING,
    SOAK;

    private static final int AFTER_POST = "POST ".length();
    private static final Place[] ALL = values();

    private final String path = '/' + name().toLowerCase(Locale.ROOT) + '/';

    /** @throws IllegalArgumentException if the request is no POST to one of them */
    static Place of(byte[] request) {
        for (Place place : ALL) {
            if (place.isIn(request)) {
                return place;
            }
        }
        throw new IllegalArgumentException("a request to a path that is none of the receiver's");
    }

    private boolean isIn(byte[] request) {
        for (int i = 0; i < path.length(); i++) {
            if (request[AFTER_POST + i] != path.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    String path() {
        return path;
    }

    Behaviour behaviour(RandomGenerator random) {
        return switch (this) {
            case HOOKS -> Behaviour.TAKE;
            case ASIDE -> Behaviour.TAKE_ASIDE;
            case HANGING -> Behaviour.HANG;
            case FLAKY -> random.nextInt(10) == 0 ? Behaviour.REFUSE : Behaviour.TAKE;
            case SOAK -> soak(random.nextInt(1000));
        };
    }

    /** One in ten is a fault; one in a thousand is to end at the deadline of the attempt. */
    private static Behaviour soak(int thousandth) {
        if (thousandth < 40) {
            return Behaviour.REFUSE;
        } else if (thousandth < 70) {
            return Behaviour.RESET;
        } else if (thousandth < 99) {
            return Behaviour.TAKE_SLOWLY;
        }
        return thousandth == 99 ? Behaviour.HANG : Behaviour.TAKE;
    }
}
