package io.github.webhooksemitter.benchmarks;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Callable;

/**
 * The process under test: one contender in a fresh JVM. It takes orders on its standard input, does what takes long
 * ({@code attach}, {@code send N}, {@code pace RATE N}) in another thread, and ends when its input does, that is also when
 * its parent dies.
 */
final class Sender {
    private Sender() {}

    /** Arguments: contender, feeding threads, whether virtual threads are wanted, and those of {@link Target#parse}. */
    public static void main(String[] args) {
        try {
            if (Boolean.parseBoolean(args[2]) && Runtime.version().feature() < 21) {
                throw new IllegalStateException("virtual threads need a JVM of 21 or later: choose one with --java");
            }
            Load load = Contender.named(args[0]).start(Target.parse(args, 3), Integer.parseInt(args[1]));
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
            String[] words = order.split(" ", -1);
            switch (words[0]) {
                case "cost" -> reply("cost " + Cpu.nanos() + ' ' + Cpu.compilerMillis());
                case "footprint" -> reply("footprint " + Footprint.now().toText());
                case "threads" -> reply("threads " + Thread.getAllStackTraces().size());
                case "attach" -> aside(() -> attach(load));
                case "send" ->
                    aside(() -> {
                        load.send(Integer.parseInt(words[1]));
                        return "sent";
                    });
                case "pace" ->
                    aside(() -> "paced "
                            + load.pace(Integer.parseInt(words[1]), Integer.parseInt(words[2]))
                                    .toText());
                default -> throw new IllegalArgumentException("the sender does not know the order " + order);
            }
        }
    }

    private static String attach(Load load) throws Exception {
        long start = System.nanoTime();
        load.attach();
        return "attached " + (System.nanoTime() - start);
    }

    /** On a thread of its own, so that the end of the input is seen meanwhile. */
    private static void aside(Callable<String> work) {
        Runnable task = () -> {
            try {
                reply(work.call());
            } catch (Exception e) {
                reply("failed " + root(e));
            }
        };
        new Thread(task, "order").start();
    }

    private static Throwable root(Throwable e) {
        Throwable cause = e.getCause();
        return cause == null ? e : root(cause);
    }

    private static synchronized void reply(String line) {
        System.out.println(line);
    }
}
