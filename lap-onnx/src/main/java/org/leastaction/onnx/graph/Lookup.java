package org.leastaction.onnx.graph;

import java.util.Map;

/** Lookup of entries that must exist. */
public final class Lookup {

    private Lookup() {}

    /**
     * The entry of a tensor or operation.
     *
     * @throws IllegalStateException if there is none; the message names it
     */
    public static <K, V> V of(Map<K, V> map, K key) {
        V value = map.get(key);
        if (value == null) {
            throw new IllegalStateException("nothing is known of '" + key + "'");
        }
        return value;
    }
}
