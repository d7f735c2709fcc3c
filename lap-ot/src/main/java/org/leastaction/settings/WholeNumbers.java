package org.leastaction.settings;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** Lists of whole numbers, with at least one entry and at most {@code mostEntries}. */
record WholeNumbers(int least, int mostEntries) implements SettingType<List<Integer>> {

    @Override
    public String placeholder() {
        return mostEntries == 1 ? "N" : "N[,N…]";
    }

    @Override
    public String requirement() {
        return mostEntries == 1
                ? new WholeNumber(least, Integer.MAX_VALUE).requirement()
                : "whole numbers of at least " + least + ", separated by commas";
    }

    @Override
    public List<Integer> read(Object raw) {
        List<?> entries = raw instanceof List<?> list
                ? list
                : raw instanceof Number ? List.of(raw) : Arrays.asList(raw.toString().split(",", -1));
        if (entries.isEmpty() || entries.size() > mostEntries) {
            throw new IllegalArgumentException("not " + requirement() + ": " + raw);
        }
        WholeNumber entry = new WholeNumber(least, Integer.MAX_VALUE);
        return entries.stream().map(entry::read).collect(Collectors.toUnmodifiableList());
    }

    @Override
    public Object toJson(List<Integer> value) {
        return value;
    }
}
