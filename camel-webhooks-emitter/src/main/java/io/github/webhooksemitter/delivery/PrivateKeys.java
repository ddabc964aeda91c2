package io.github.webhooksemitter.delivery;

import io.github.webhooksemitter.emitter.Visible;
import io.github.webhooksemitter.signature.Ed25519Keys;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.support.jsse.KeyManagersParameters;
import org.apache.camel.support.jsse.KeyStoreParameters;
import org.jspecify.annotations.Nullable;

/** Finds the key that option privateKey means: text, or a bean that is or holds one. No message shows a key or a password. */
final class PrivateKeys {
    private static final String BEAN = "#bean:";

    private final CamelContext context;

    PrivateKeys(CamelContext context) {
        this.context = context;
    }

    /**
     * Reads the option.
     *
     * @throws IllegalArgumentException if there is no such key; the message says what is wanted
     */
    PrivateKey find(String option) {
        if (!option.startsWith(BEAN)) {
            return Ed25519Keys.privateKey(option);
        }
        String name = option.substring(BEAN.length());
        PrivateKey key = of(name, context.getRegistry().lookupByName(name));
        if (!Ed25519Keys.isEd25519(key)) {
            throw new IllegalArgumentException("Option privateKey names the bean " + Visible.text(name)
                    + ", whose key is none of Ed25519: use one that is.");
        }
        return key;
    }

    private PrivateKey of(String name, @Nullable Object bean) {
        if (bean instanceof PrivateKey key) {
            return key;
        } else if (bean instanceof KeyPair pair) {
            return pair.getPrivate();
        } else if (bean instanceof KeyStoreParameters store) {
            return inStore(name, store, store.getPassword());
        } else if (bean instanceof KeyManagersParameters keys && keys.getKeyStore() != null) {
            return inStore(name, keys.getKeyStore(), keys.getKeyPassword());
        } else if (bean instanceof String text) {
            return Ed25519Keys.privateKey(text);
        }
        throw new IllegalArgumentException("Option privateKey names the bean " + Visible.text(name)
                + ", but the registry has no PrivateKey, KeyPair, KeyStoreParameters or KeyManagersParameters of that"
                + " name: bind one.");
    }

    private PrivateKey inStore(String name, KeyStoreParameters parameters, @Nullable String password) {
        List<PrivateKey> found = new ArrayList<>();
        try {
            if (parameters.getCamelContext() == null) {
                parameters.setCamelContext(context);
            }
            KeyStore store = parameters.createKeyStore();
            char[] secret = password == null
                    ? new char[0]
                    : context.resolvePropertyPlaceholders(password).toCharArray();
            for (String alias : Collections.list(store.aliases())) {
                if (store.isKeyEntry(alias)) {
                    Key key = store.getKey(alias, secret);
                    if (key instanceof PrivateKey privateKey && Ed25519Keys.isEd25519(key)) {
                        found.add(privateKey);
                    }
                }
            }
        } catch (GeneralSecurityException | IOException | RuntimeException e) {
            throw new IllegalArgumentException("Option privateKey names the bean " + Visible.text(name)
                    + ", whose key store cannot be read (" + e.getClass().getSimpleName()
                    + "): check its resource, type and password.");
        }
        if (found.size() != 1) {
            throw new IllegalArgumentException("Option privateKey names the bean " + Visible.text(name)
                    + ", whose key store has " + found.size() + " Ed25519 keys: use one with exactly one.");
        }
        return found.get(0);
    }
}
