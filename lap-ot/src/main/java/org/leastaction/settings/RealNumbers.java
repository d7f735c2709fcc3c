package org.leastaction.settings;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of finite numbers with at least one entry. */
enum RealNumbers implements SettingType<List<Double>> {
    INSTANCE;

    @Override
    public String placeholder() {
        return "X[,X…]";
    }

    @Override
    public String requirement() {
        return "finite numbers, separated by commas";
    }

    @Override
    public List<Double> read(Object raw) {
        List<?> entries = raw instanceof List<?> list
                ? list
                : raw instanceof Number ? List.of(raw) : Arrays.asList(raw.toString().split(",", -1));
        if (entries.isEmpty()) {
            throw new IllegalArgumentException("empty");
        }
        RealNumber entry = new RealNumber(-Double.MAX_VALUE, true);
        return entries.stream().map(entry::read).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Object toJson(List<Double> value) {
        return value;
    }
}
