package org.leastaction.tf.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The parameters of one network by name, each row-major in the shape of its parameter. The arrays are shared, not
 * copied.
 */
public record NetworkWeights(Map<String, float[]> values) {

    public NetworkWeights {
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** Whether there are values for a parameter. */
    public boolean has(String name) {
        return values.containsKey(name);
    }

    /**
     * The values of a parameter.
     *
     * @throws IllegalArgumentException if it is not there or has another number of elements
     */
    public float[] of(String name, int size) {
        float[] found = values.get(name);
        if (found == null) {
            throw new IllegalArgumentException("no values for the parameter " + name);
        }
        if (found.length != size) {
            throw new IllegalArgumentException(
                    "the parameter " + name + " has " + size + " elements, not " + found.length);
        }
        return found;
    }
}
