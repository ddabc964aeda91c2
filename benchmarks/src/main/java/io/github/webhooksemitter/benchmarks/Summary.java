package io.github.webhooksemitter.benchmarks;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * All rounds with one number of emitters.
 *
 * @param ratios of the first contender's rate to each other's
 */
record Summary(int emitters, List<Row> rows, List<Ratio> ratios) {
    record Row(
            Contender contender, Spread deliveriesPerSecond, Spread cpuMicros, Spread compiling, Spread receiverBusy) {}

    /**
     * @param perRound of the two rates of the same round, measured one after the other
     * @param ofBest of the two best rates of all rounds
     */
    record Ratio(Contender of, Contender to, Spread perRound, double ofBest) {}

    static Summary of(int emitters, List<Contender> contenders, List<Measurement> all) {
        List<Measurement> measurements =
                all.stream().filter(m -> m.emitters() == emitters).toList();
        List<Row> rows = contenders.stream()
                .map(contender -> new Row(
                        contender,
                        Spread.of(values(measurements, contender, Measurement::deliveriesPerSecond)),
                        Spread.of(values(measurements, contender, Measurement::cpuMicros)),
                        Spread.of(values(measurements, contender, Measurement::compiling)),
                        Spread.of(values(measurements, contender, Measurement::receiverBusy))))
                .toList();
        List<Ratio> ratios = contenders.stream()
                .skip(1)
                .map(other -> ratio(measurements, contenders.get(0), other))
                .toList();
        return new Summary(emitters, rows, ratios);
    }

    private static Ratio ratio(List<Measurement> measurements, Contender first, Contender other) {
        List<Double> dividends = values(measurements, first, Measurement::deliveriesPerSecond);
        List<Double> divisors = values(measurements, other, Measurement::deliveriesPerSecond);
        List<Double> perRound = IntStream.range(0, dividends.size())
                .mapToObj(round -> dividends.get(round) / divisors.get(round))
                .toList();
        double ofBest = Spread.of(dividends).max() / Spread.of(divisors).max();
        return new Ratio(first, other, Spread.of(perRound), ofBest);
    }

    /** In the order of the rounds. */
    private static List<Double> values(
            List<Measurement> measurements, Contender contender, ToDoubleFunction<Measurement> value) {
        return measurements.stream()
                .filter(m -> m.contender() == contender)
                .map(value::applyAsDouble)
                .toList();
    }
}
