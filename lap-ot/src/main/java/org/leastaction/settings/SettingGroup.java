package org.leastaction.settings;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;

/**
 * The settings of several alternatives, of which a user chooses one, by the names under which values are given.
 * Settings with equal keys share a name; each alternative keeps its own type and default. A flag that is on by default
 * has the name that turns it off, e.g. "no-batch-norm".
 */
public final class SettingGroup {

    private static final String OFF = "no-";

    private final Map<String, Named> byName = new LinkedHashMap<>();

    /**
     * A setting by its name.
     *
     * @param key      key of the setting
     * @param turnsOff whether the name negates the flag
     * @param byOwner  the setting of each alternative that has it
     */
    public record Named(String name, String key, boolean turnsOff, Map<String, Setting<?>> byOwner) {

        /** The placeholder for a value in help; empty for a flag. */
        public String placeholder() {
            return isFlag() ? "" : byOwner.values().iterator().next().type().placeholder();
        }

        /** Whether the name alone suffices, without a value. */
        public boolean isFlag() {
            return byOwner.values().stream().allMatch(setting -> setting.type() == SettingTypes.Flag.INSTANCE);
        }

        /** Whether every alternative needs a value and has no default. */
        public boolean isRequired() {
            return byOwner.values().stream().allMatch(Setting::isRequired);
        }

        /**
         * One sentence with the defaults, e.g. "Hidden units of a block (mlp: 4); channels of a group (resnext50: 4)."
         */
        public String description() {
            Map<String, Map<String, List<String>>> owners = new LinkedHashMap<>();
            byOwner.forEach((owner, setting) -> owners
                    .computeIfAbsent(setting.help(), ignored -> new LinkedHashMap<>())
                    .computeIfAbsent(setting.usualInWords(), ignored -> new ArrayList<>())
                    .add(owner));
            String words = owners.entrySet().stream()
                    .map(help -> help.getKey() + help.getValue().entrySet().stream()
                            .map(usual -> defaults(usual.getValue(), usual.getKey()))
                            .filter(some -> !some.isEmpty())
                            .collect(Collectors.collectingAndThen(Collectors.joining("; "),
                                    all -> all.isEmpty() ? "" : " (" + all + ")")))
                    .collect(Collectors.joining("; "));
            return (turnsOff ? "Do not " + words : Character.toUpperCase(words.charAt(0)) + words.substring(1)) + ".";
        }

        private String defaults(List<String> owners, String usual) {
            String named = owners.stream().filter(owner -> !owner.isEmpty()).collect(Collectors.joining(", "));
            if (isFlag()) {
                return named;
            }
            return usual.isEmpty() ? named : (named.isEmpty() ? "default" : named) + ": " + usual;
        }
    }

    /**
     * @param owners schemas by the key of the alternative; a single one may have an empty key
     * @param named  the name for a key
     */
    public SettingGroup(Map<String, SettingSchema> owners, UnaryOperator<String> named) {
        Map<String, Map<String, Setting<?>>> byKey = new LinkedHashMap<>();
        owners.forEach((owner, schema) -> schema.settings().forEach(
                setting -> byKey.computeIfAbsent(setting.key(), ignored -> new LinkedHashMap<>()).put(owner, setting)));
        byKey.forEach((key, settings) -> {
            boolean turnsOff = settings.values().stream()
                    .allMatch(setting -> setting.usual().filter(Boolean.TRUE::equals).isPresent());
            String name = (turnsOff ? OFF : "") + named.apply(key);
            byName.put(name, new Named(name, key, turnsOff, settings));
        });
    }

    /** The group of a single schema. */
    public static SettingGroup of(SettingSchema schema) {
        return new SettingGroup(Map.of("", schema), UnaryOperator.identity());
    }

    /** The settings, in the order of the schemas. */
    public List<Named> settings() {
        return List.copyOf(byName.values());
    }

    /**
     * Replaces defaults by the given values.
     *
     * @param usual the defaults of the chosen alternative
     * @param owner the alternative in words, e.g. "the network mlp"
     * @param given values by name; names of other groups are skipped
     * @throws SettingException if a value is out of range, or the alternative does not have the setting
     */
    public Settings read(Settings usual, String owner, Given given) {
        Settings read = usual;
        for (Map.Entry<String, ?> entry : given.values().entrySet()) {
            Named named = byName.get(entry.getKey());
            if (named != null) {
                read = read(read, owner, named, entry.getValue(), given.written(named.name()));
            }
        }
        return read;
    }

    private static Settings read(Settings settings, String owner, Named named, Object raw, String written) {
        if (settings.schema().find(named.key()).isEmpty()) {
            throw new SettingException(named.name(), owner + " does not use " + written);
        }
        try {
            Object value = named.turnsOff() ? (Object) !SettingTypes.Flag.INSTANCE.read(raw) : raw;
            return settings.with(named.key(), value, owner);
        } catch (IllegalArgumentException refused) {
            String requirement = settings.schema().require(named.key(), owner).type().requirement();
            throw new SettingException(
                    named.name(), written + " must be " + requirement + ", not '" + raw + "'", refused);
        }
    }

    /**
     * Values as given by a user.
     *
     * @param values texts or JSON values by name
     * @param prefix prefix of names in messages: dashes for options, empty for keys of files
     */
    public record Given(Map<String, ?> values, String prefix) {

        public Given {
            values = Map.copyOf(values);
        }

        /** A name as the user writes it. */
        public String written(String name) {
            return prefix + name;
        }
    }
}
