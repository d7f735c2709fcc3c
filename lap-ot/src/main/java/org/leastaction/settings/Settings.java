package org.leastaction.settings;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Values of the settings of a schema, each of the type of its setting. Immutable; equal if all keys and values are
 * equal.
 */
public final class Settings {

    private final SettingSchema schema;
    private final Map<Setting<?>, Object> values;

    /** @param values each of the type of its setting */
    Settings(SettingSchema schema, Map<Setting<?>, Object> values) {
        this.schema = schema;
        Map<Setting<?>, Object> ordered = new LinkedHashMap<>();
        for (Setting<?> setting : schema.settings()) {
            if (values.containsKey(setting)) {
                ordered.put(setting, values.get(setting));
            }
        }
        this.values = Collections.unmodifiableMap(ordered);
    }

    public SettingSchema schema() {
        return schema;
    }

    /**
     * The value of a setting.
     *
     * @throws SettingException if the setting has no value
     */
    public <T> T get(Setting<T> setting) {
        return find(setting).orElseThrow(
                () -> new SettingException(setting.key(), "the setting '" + setting.key() + "' is missing"));
    }

    /** The value of a setting, if it has one. */
    public <T> Optional<T> find(Setting<T> setting) {
        Object value = values.get(schema.require(setting.key(), "this"));
        return value == null ? Optional.empty() : Optional.of(setting.type().read(value));
    }

    /**
     * These settings with a value replaced.
     *
     * @throws SettingException if the value is out of range
     */
    public <T> Settings with(Setting<T> setting, T value) {
        return with(setting.key(), setting.type().toJson(value), "this");
    }

    /**
     * These settings with a value replaced.
     *
     * @param raw   text or a JSON value
     * @param owner the component that takes the settings, e.g. "the network mlp"; for messages
     * @throws SettingException if the schema has no such setting, or the value is not valid for it
     */
    public Settings with(String key, Object raw, String owner) {
        Setting<?> setting = schema.require(key, owner);
        Map<Setting<?>, Object> replaced = new LinkedHashMap<>(values);
        replaced.put(setting, setting.read(raw));
        return new Settings(schema, replaced);
    }

    /**
     * These settings with values replaced, as {@link #with(String, Object, String)} does.
     *
     * @param raw texts or JSON values, by key
     */
    public Settings with(Map<String, ?> raw, String owner) {
        Settings replaced = this;
        for (Map.Entry<String, ?> entry : raw.entrySet()) {
            replaced = replaced.with(entry.getKey(), entry.getValue(), owner);
        }
        return replaced;
    }

    /** JSON values by record key, in the order of the schema. */
    public Map<String, Object> toJson() {
        Map<String, Object> json = new LinkedHashMap<>();
        values.forEach((setting, value) -> json.put(setting.recordKey(), json(setting, value)));
        return Collections.unmodifiableMap(json);
    }

    private static <T> Object json(Setting<T> setting, Object value) {
        return setting.type().toJson(setting.type().read(value));
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Settings settings && toJson().equals(settings.toJson());
    }

    @Override
    public int hashCode() {
        return Objects.hashCode(toJson());
    }

    /** Keys with their values, e.g. "blocks=[9], width=4". */
    @Override
    public String toString() {
        String map = toJson().toString();
        return map.substring(1, map.length() - 1);
    }
}
