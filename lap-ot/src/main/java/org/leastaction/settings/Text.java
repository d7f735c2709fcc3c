package org.leastaction.settings;

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
