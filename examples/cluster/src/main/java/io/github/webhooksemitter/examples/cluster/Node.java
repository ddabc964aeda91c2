package io.github.webhooksemitter.examples.cluster;

import io.github.webhooksemitter.artemis.ArtemisConnections;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import org.apache.camel.component.sjms2.Sjms2Component;
import org.apache.camel.main.Main;

/** One application: emits each line of its input as an order, and ends when its input does. */
public final class Node {
    private Node() {}

    /** Takes the name of the node, the url of the broker, and that of the receiver. */
    public static void main(String[] arguments) throws Exception {
        Main main = new Main();
        Sjms2Component sjms2 = new Sjms2Component();
        sjms2.setConnectionFactory(ArtemisConnections.to(arguments[1]));
        main.bind("sjms2", sjms2);
        main.addOverrideProperty("cluster.node", arguments[0]);
        main.addOverrideProperty("cluster.url", arguments[2]);
        main.start();
        System.out.println("READY");
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String order = orders.readLine(); order != null; order = orders.readLine()) {
            main.getCamelTemplate().sendBody("direct:orders", order);
            System.out.println("ACCEPTED " + order);
        }
        main.stop();
        System.exit(0);
    }
}
