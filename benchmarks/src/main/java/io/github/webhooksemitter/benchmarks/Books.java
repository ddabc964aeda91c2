package io.github.webhooksemitter.benchmarks;

import java.util.BitSet;
import java.util.Optional;

/** What became of everything accepted, by number. */
record Books(BitSet accepted, BitSet received, BitSet dead) {
    boolean isBalanced() {
        return missing().isEmpty();
    }

    /** Tells what was neither received nor dead-lettered, if anything. */
    Optional<String> loss() {
        BitSet missing = missing();
        return missing.isEmpty()
                ? Optional.empty()
                : Optional.of(missing.cardinality() + " of " + accepted.cardinality()
                        + " accepted deliveries were lost, the first is number " + missing.nextSetBit(0));
    }

    private BitSet missing() {
        BitSet missing = (BitSet) accepted.clone();
        missing.andNot(received);
        missing.andNot(dead);
        return missing;
    }

    @Override
    public String toString() {
        return accepted.cardinality() + " accepted, " + received.cardinality() + " received, " + dead.cardinality()
                + " dead-lettered";
    }
}
