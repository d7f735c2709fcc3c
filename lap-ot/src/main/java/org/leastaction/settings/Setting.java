package org.leastaction.settings;

import java.util.Objects;
import java.util.Optional;

/**
 * One named setting. This description defines the command-line option, the key in study files, the key in records (with
 * underscores), the validation of all three, and the wording of help and reports.
 *
 * @param key         lower-case words joined by dashes, e.g. "time-step"
 * @param type        the type of its values
 * @param usual       the default; empty if it depends on the data
 * @param usualWords  the default in words, e.g. "32 for grey images, 100 for colour images"; empty to write
 *                    {@code usual}
 * @param help        one line without a full stop, e.g. "hidden units of a block"
 * @param reportWords format of a value in a report, with {@code %s} as placeholder, e.g. "width %s"; for a flag, the
 *                    noun, which a report negates with "no "; empty to leave the setting out of reports
 * @param reportedIfUsual whether a report also includes default values
 */
public record Setting<T>(
        String key,
        SettingType<T> type,
        Optional<T> usual,
        String usualWords,
        String help,
        String reportWords,
        boolean reportedIfUsual) {

    /** @throws IllegalArgumentException if the key does not have this form */
    public Setting {
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(usual, "usual");
        Objects.requireNonNull(usualWords, "usualWords");
        Objects.requireNonNull(help, "help");
        Objects.requireNonNull(reportWords, "reportWords");
        if (!key.matches("[a-z][a-z0-9]*(-[a-z0-9]+)*")) {
            throw new IllegalArgumentException(
                    "a setting's key has lower-case letters, digits and dashes, unlike '" + key + "'");
        }
    }

    /** A setting whose default does not depend on the data. */
    public static <T> Setting<T> of(String key, SettingType<T> type, T usual, String help) {
        return new Setting<>(key, type, Optional.of(usual), "", help, "", true);
    }

    /** A setting whose default depends on the data, which its owner supplies. */
    public static <T> Setting<T> dependent(String key, SettingType<T> type, String usualWords, String help) {
        return new Setting<>(key, type, Optional.empty(), usualWords, help, "", true);
    }

    /** A setting that has no default. */
    public static <T> Setting<T> required(String key, SettingType<T> type, String help) {
        return dependent(key, type, "", help);
    }

    /** Whether a value is needed, as there is no default. */
    public boolean isRequired() {
        return usual.isEmpty() && usualWords.isEmpty();
    }

    /** The same setting with a format for reports. */
    public Setting<T> reportedAs(String words) {
        return new Setting<>(key, type, usual, usualWords, help, words, true);
    }

    /** The same setting with a format for reports, which leave out the default. */
    public Setting<T> reportedUnlessUsual(String words) {
        return new Setting<>(key, type, usual, usualWords, help, words, false);
    }

    /** The same setting with another default. */
    public Setting<T> withUsual(T newUsual) {
        return new Setting<>(key, type, Optional.of(newUsual), "", help, reportWords, reportedIfUsual);
    }

    /** The default in words. */
    public String usualInWords() {
        return usual.map(value -> usualWords.isEmpty() ? inWords(value) : usualWords).orElse(usualWords);
    }

    /** A value as text, in the form that {@link SettingType#read} takes. */
    public String inWords(T value) {
        Object json = type.toJson(value);
        if (json instanceof java.util.List<?> list) {
            return String.join(",", list.stream().map(Object::toString).toList());
        }
        if (json instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e15) {
            return Long.toString(number.longValue());
        }
        return json.toString();
    }

    /** The key in records and model folders, with underscores. */
    public String recordKey() {
        return key.replace('-', '_');
    }

    /**
     * Reads a value.
     *
     * @throws SettingException if the value is not valid for this setting; the message names the key
     */
    public T read(Object raw) {
        try {
            return type.read(raw);
        } catch (IllegalArgumentException refused) {
            throw new SettingException(key, key + " must be " + type.requirement() + ", not '" + raw + "'", refused);
        }
    }

    @Override
    public String toString() {
        return key;
    }
}
