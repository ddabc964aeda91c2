package io.github.webhooksemitter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;

/**
 * The process under test: one contender in a fresh JVM. It takes orders on its standard input, {@code send N} and
 * {@code cpu}, answers {@code sent} and {@code cpu NANOS COMPILER_MILLIS}, and ends when its input does, that is also when its parent dies.
 */
final class Sender {
    private Sender() {}

    /** Arguments: contender, port of the receiver, emitters, feeding threads, whether virtual threads are wanted. */
    public static void main(String[] args) {
        try {
            if (Boolean.parseBoolean(args[4]) && Runtime.version().feature() < 21) {
                throw new IllegalStateException("virtual threads need a JVM of 21 or later: choose one with --java");
            }
            Target target = new Target(Integer.parseInt(args[1]), Integer.parseInt(args[2]));
            Load load = Contender.named(args[0]).start(target, Integer.parseInt(args[3]));
            reply("ready " + Runtime.version());
            obey(load);
        } catch (Exception e) {
            reply("failed " + e);
        }
        // Not exit: a graceful stop of Camel would only delay the next round, and its threads outlive a failed start.
        Runtime.getRuntime().halt(0);
    }

    private static void obey(Load load) throws IOException {
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            if (order.equals("cpu")) {
                reply("cpu " + Cpu.nanos() + ' ' + Cpu.compilerMillis());
            } else if (order.startsWith("send ")) {
                int deliveries = Integer.parseInt(order.substring(5));
                // On a thread of its own, so that the end of the input is seen while it sends.
                new Thread(() -> send(load, deliveries), "send").start();
            }
        }
    }

    private static void send(Load load, int deliveries) {
        try {
            load.send(deliveries);
            reply("sent");
        } catch (Exception e) {
            reply("failed " + e);
        }
    }

    private static synchronized void reply(String line) {
        System.out.println(line);
    }
}
