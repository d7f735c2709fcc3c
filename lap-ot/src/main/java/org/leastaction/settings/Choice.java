package org.leastaction.settings;

import java.util.ArrayList;
import java.util.List;

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
