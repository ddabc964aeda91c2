package io.github.webhooksemitter.delivery;

/**
 * How many workers may be busy while tasks wait for one.
 *
 * <p>Where receivers answer at once, a few workers use all of the CPU, and each further one is one more to switch to: with
 * 1,000 emitters 512 of them delivered a quarter less than 16. Where receivers take their time, attempts are waits, and many
 * are needed. So there are few; twice as many at each look while the CPU has room; and in any case one more for each
 * that has begun nothing since the last look: hanging receivers take no worker from the others. Written by one thread at a
 * time.
 */
final class WorkerBound {
    private static final int LEAST_PER_PROCESSOR = 8;

    /** This process alone: receivers, if on this machine, and the kernel need the rest. */
    private static final double ROOM = 0.5;

    private final int least;
    private final int most;
    private volatile int now;

    /** @param most how many there may ever be */
    WorkerBound(int processors, int most) {
        this.most = most;
        least = Math.min(most, LEAST_PER_PROCESSOR * processors);
        now = least;
    }

    int now() {
        return now;
    }

    /**
     * Looks again.
     *
     * @param stuck how many workers have begun nothing since the last look
     * @param cpu how much of the CPU this process has used lately, of 1
     */
    void look(int stuck, double cpu) {
        long wanted = cpu < ROOM ? 2L * now : Math.max((long) least + stuck, now - now / 4);
        now = (int) Math.min(most, wanted);
    }
}
