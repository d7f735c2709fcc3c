package org.leastaction.settings;

import java.util.Locale;

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
