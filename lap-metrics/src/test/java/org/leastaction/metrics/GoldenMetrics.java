package org.leastaction.metrics;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Properties;

/** Values computed by another program; the script that wrote them is in the same folder. */
public final class GoldenMetrics {

    private final String name;
    private final Properties values = new Properties();

    /** Reads {@code golden/NAME.properties}. */
    public GoldenMetrics(String name) {
        this.name = name;
        try (InputStream file = GoldenMetrics.class.getResourceAsStream("/golden/" + name + ".properties")) {
            values.load(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public boolean has(String key) {
        return values.containsKey(key);
    }

    public double[] numbers(String key) {
        if (!has(key)) {
            throw new IllegalArgumentException("no " + key + " in " + name);
        }
        return Arrays.stream(values.getProperty(key).split(" ")).mapToDouble(Double::parseDouble).toArray();
    }

    public double number(String key) {
        return numbers(key)[0];
    }

    public int[] integers(String key) {
        return Arrays.stream(numbers(key)).mapToInt(value -> (int) value).toArray();
    }
}
