package org.leastaction.settings;

import java.util.List;
import java.util.Locale;

/**
 * The type of a setting's values. A value is read from text or from the result of a JSON or YAML reader (strings,
 * numbers, booleans, lists of them), and written as a JSON value.
 *
 * @param <T> an immutable type with {@code equals}
 */
public interface SettingType<T> {

    /** The requirement on a value, worded to follow "must be", e.g. "a whole number of at least 1". */
    String requirement();

    /** The placeholder for a value in the help of an option, e.g. "N". */
    String placeholder();

    /**
     * Reads a value.
     *
     * @param raw text, or a JSON value: {@code String}, {@code Number}, {@code Boolean} or {@code List}
     * @throws IllegalArgumentException if it is not a value of this type; the message need not say more than {@link
     *                                  #requirement}
     */
    T read(Object raw);

    /** The JSON value: a string, a number, a boolean, or a list of them. */
    Object toJson(T value);

    /** A whole number of at least {@code least}. */
    static SettingType<Integer> wholeNumber(int least) {
        return wholeNumber(least, Integer.MAX_VALUE);
    }

    /** A whole number from {@code least} to {@code most}, both included. */
    static SettingType<Integer> wholeNumber(int least, int most) {
        return new SettingTypes.WholeNumber(least, most);
    }

    /** A finite number above {@code bound}. */
    static SettingType<Double> numberAbove(double bound) {
        return new SettingTypes.RealNumber(bound, false);
    }

    /** A finite number of at least {@code least}. */
    static SettingType<Double> numberFrom(double least) {
        return new SettingTypes.RealNumber(least, true);
    }

    /** Words, e.g. a name or a path; not blank. */
    static SettingType<String> text() {
        return SettingTypes.Text.INSTANCE;
    }

    /** A list of finite numbers, with at least one entry; as text, separated by commas. */
    static SettingType<List<Double>> numbers() {
        return SettingTypes.RealNumbers.INSTANCE;
    }

    /** {@code true} or {@code false}. */
    static SettingType<Boolean> flag() {
        return SettingTypes.Flag.INSTANCE;
    }

    /** A list of whole numbers of at least {@code least}, with at least one entry; as text, separated by commas. */
    static SettingType<List<Integer>> wholeNumbers(int least) {
        return new SettingTypes.WholeNumbers(least, Integer.MAX_VALUE);
    }

    /** A list of exactly one whole number of at least {@code least}. */
    static SettingType<List<Integer>> oneWholeNumber(int least) {
        return new SettingTypes.WholeNumbers(least, 1);
    }

    /** One of an enumeration's constants, written in lower case with dashes. */
    static <E extends Enum<E>> SettingType<E> choice(Class<E> constants) {
        return new SettingTypes.Choice<>(constants);
    }

    /** The word for a constant of an enumeration: lower case, with dashes. */
    static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
