package org.leastaction.settings;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The implementations of {@link SettingType}. */
final class SettingTypes {

    private SettingTypes() {}

    /** The entries of a list, of a text with commas between, or a single number. */
    private static List<?> entries(Object raw) {
        return raw instanceof List<?> list ? list
                : raw instanceof Number ? List.of(raw) : Arrays.asList(raw.toString().split(",", -1));
    }

    /** The constants of an enumeration. */
    record Choice<E extends Enum<E>>(Class<E> constants) implements SettingType<E> {

        private List<String> words() {
            List<String> words = new ArrayList<>();
            for (E constant : constants.getEnumConstants()) {
                words.add(SettingType.word(constant));
            }
            return words;
        }

        @Override
        public String placeholder() {
            return String.join("|", words());
        }

        @Override
        public String requirement() {
            List<String> words = words();
            int last = words.size() - 1;
            return last == 0 ? words.get(0) : String.join(", ", words.subList(0, last)) + " or " + words.get(last);
        }

        @Override
        public E read(Object raw) {
            if (constants.isInstance(raw)) {
                return constants.cast(raw);
            }
            int index = words().indexOf(raw.toString().strip());
            if (index < 0) {
                throw new IllegalArgumentException("not " + requirement() + ": " + raw);
            }
            return constants.getEnumConstants()[index];
        }

        @Override
        public Object toJson(E value) {
            return SettingType.word(value);
        }
    }

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
            List<?> entries = entries(raw);
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

    /** Finite numbers above a bound, or at least the bound. */
    record RealNumber(double bound, boolean inclusive) implements SettingType<Double> {

        /** Parses a text or a JSON number. */
        static double parse(Object raw) {
            if (raw instanceof Number number) {
                return number.doubleValue();
            }
            if (raw instanceof String text) {
                // Double.parseDouble would also accept hexadecimal numbers and suffixes such as 1f.
                if (text.strip().matches("[+-]?(\\d+(\\.\\d*)?|\\.\\d+)([eE][+-]?\\d+)?")) {
                    return Double.parseDouble(text.strip());
                }
            }
            throw new IllegalArgumentException("not a number: " + raw);
        }

        @Override
        public String placeholder() {
            return "X";
        }

        @Override
        public String requirement() {
            String written = bound == Math.rint(bound) ? Long.toString((long) bound) : Double.toString(bound);
            return inclusive ? "a finite number of at least " + written : "a finite number above " + written;
        }

        @Override
        public Double read(Object raw) {
            double number = parse(raw);
            if (!Double.isFinite(number) || number < bound || (number == bound && !inclusive)) {
                throw new IllegalArgumentException("not " + requirement() + ": " + raw);
            }
            return number;
        }

        @Override
        public Object toJson(Double value) {
            return value;
        }
    }

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
            List<?> entries = entries(raw);
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

    /** Whole numbers in a range, both ends included. */
    record WholeNumber(int least, int most) implements SettingType<Integer> {

        @Override
        public String placeholder() {
            return "N";
        }

        @Override
        public String requirement() {
            return most == Integer.MAX_VALUE
                    ? "a whole number of at least " + least
                    : "a whole number from " + least + " to " + most;
        }

        @Override
        public Integer read(Object raw) {
            double number = RealNumber.parse(raw);
            if (number != Math.rint(number) || number < least || number > most) {
                throw new IllegalArgumentException("not " + requirement() + ": " + raw);
            }
            return (int) number;
        }

        @Override
        public Object toJson(Integer value) {
            return value;
        }
    }

    /** The type of booleans. */
    enum Flag implements SettingType<Boolean> {
        INSTANCE;

        @Override
        public String placeholder() {
            return "true|false";
        }

        @Override
        public String requirement() {
            return "true or false";
        }

        @Override
        public Boolean read(Object raw) {
            return switch (raw.toString().strip().toLowerCase(Locale.ROOT)) {
                case "true", "yes" -> true;
                case "false", "no" -> false;
                default -> throw new IllegalArgumentException("not " + requirement() + ": " + raw);
            };
        }

        @Override
        public Object toJson(Boolean value) {
            return value;
        }
    }

    /** Text without a fixed format, e.g. a name or a path. */
    enum Text implements SettingType<String> {
        INSTANCE;

        @Override
        public String placeholder() {
            return "NAME";
        }

        @Override
        public String requirement() {
            return "words";
        }

        @Override
        public String read(Object raw) {
            if (raw.toString().isBlank()) {
                throw new IllegalArgumentException("blank");
            }
            return raw.toString();
        }

        @Override
        public Object toJson(String value) {
            return value;
        }
    }
}
