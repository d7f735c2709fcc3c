package org.leastaction.settings;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The settings that a component takes, in the order in which help lists them.
 *
 * @param settings with distinct keys
 */
public record SettingSchema(List<Setting<?>> settings) {

    /** @throws IllegalArgumentException if two settings share a key */
    public SettingSchema {
        settings = List.copyOf(settings);
        if (settings.stream().map(Setting::key).distinct().count() != settings.size()) {
            throw new IllegalArgumentException("two settings share a key: " + settings);
        }
    }

    public static SettingSchema of(Setting<?>... settings) {
        return new SettingSchema(List.of(settings));
    }

    public List<String> keys() {
        return settings.stream().map(Setting::key).toList();
    }

    /** The setting with a key. */
    public Optional<Setting<?>> find(String key) {
        for (Setting<?> setting : settings) {
            if (setting.key().equals(key)) {
                return Optional.of(setting);
            }
        }
        return Optional.empty();
    }

    /**
     * The setting with a key.
     *
     * @param owner the component that takes the settings, e.g. "the network mlp"
     * @throws SettingException if there is none; the message suggests the nearest key
     */
    public Setting<?> require(String key, String owner) {
        return find(key).orElseThrow(() -> new SettingException(key, owner + " has no setting '" + key + "'"
                + NearestWord.of(key, keys()).map(word -> "; did you mean '" + word + "'?")
                        .orElse(settings.isEmpty() ? "" : "; it has " + String.join(", ", keys()))));
    }

    /** The defaults that do not depend on the data; settings whose default depends on the data are left out. */
    public Settings usual() {
        Map<Setting<?>, Object> values = new LinkedHashMap<>();
        for (Setting<?> setting : settings) {
            setting.usual().ifPresent(value -> values.put(setting, value));
        }
        return new Settings(this, values);
    }
}
