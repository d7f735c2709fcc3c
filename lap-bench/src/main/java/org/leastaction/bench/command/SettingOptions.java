package org.leastaction.bench.command;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.leastaction.settings.Setting;
import org.leastaction.settings.SettingException;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/**
 * Options made from settings. Several owners may have a setting of one key, with types and defaults of their own; they
 * share the option. A flag that is on by default becomes an option that turns it off, e.g. {@code --no-batch-norm}.
 */
final class SettingOptions {

    private static final String OFF = "--no-";
    private static final String DASHES = "--";

    private final Map<String, String> given = new LinkedHashMap<>();
    private final Map<String, String> names = new LinkedHashMap<>();

    /** Adds the options to a command, named as their settings. */
    void addTo(CommandSpec command, Map<String, SettingSchema> owners) {
        addTo(command, owners, UnaryOperator.identity());
    }

    /**
     * Adds the options to a command.
     *
     * @param named the option's name, without dashes, for a key
     */
    void addTo(CommandSpec command, Map<String, SettingSchema> owners, UnaryOperator<String> named) {
        Map<String, Map<String, Setting<?>>> byKey = new LinkedHashMap<>();
        owners.forEach((owner, schema) -> schema.settings().forEach(setting ->
                byKey.computeIfAbsent(setting.key(), ignored -> new LinkedHashMap<>()).put(owner, setting)));
        byKey.forEach((key, settings) -> command.addOption(option(key, named.apply(key), settings)));
    }

    private OptionSpec option(String key, String word, Map<String, Setting<?>> byOwner) {
        boolean turnsOff = byOwner.values().stream().allMatch(SettingOptions::isOnByDefault);
        String name = (turnsOff ? OFF : DASHES) + word;
        names.put(key, name);
        OptionSpec.Builder option = OptionSpec.builder(name).description(description(byOwner, turnsOff));
        return turnsOff
                ? option.type(boolean.class).arity("0").setter(setter(key)).build()
                : option.type(String.class).arity("1").paramLabel(placeholder(byOwner)).setter(setter(key)).build();
    }

    private ISetter setter(String key) {
        return new ISetter() {
            @Override
            @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's signature
            public <T> T set(T value) {
                if (value == null || Boolean.FALSE.equals(value)) {
                    given.remove(key);
                } else {
                    given.put(key, Boolean.TRUE.equals(value) ? "false" : value.toString());
                }
                return null;
            }
        };
    }

    private static boolean isOnByDefault(Setting<?> setting) {
        return setting.usual().filter(Boolean.TRUE::equals).isPresent();
    }

    private static String placeholder(Map<String, Setting<?>> byOwner) {
        return byOwner.values().stream().map(setting -> setting.type().placeholder()).findFirst().orElseThrow();
    }

    /** E.g. "Hidden units of a block (mlp: 4); channels of a group (resnext50: 4; resnext29: 64)". */
    private static String description(Map<String, Setting<?>> byOwner, boolean turnsOff) {
        Map<String, Map<String, List<String>>> owners = new LinkedHashMap<>();
        byOwner.forEach((owner, setting) -> owners
                .computeIfAbsent(setting.help(), ignored -> new LinkedHashMap<>())
                .computeIfAbsent(setting.usualInWords(), ignored -> new ArrayList<>())
                .add(owner));
        String words = owners.entrySet().stream()
                .map(help -> help.getKey() + " (" + help.getValue().entrySet().stream()
                        .map(usual -> String.join(", ", usual.getValue()) + (turnsOff ? "" : ": " + usual.getKey()))
                        .collect(Collectors.joining("; ")) + ")")
                .collect(Collectors.joining("; "));
        return (turnsOff ? "Do not " + words : Character.toUpperCase(words.charAt(0)) + words.substring(1)) + ".";
    }

    /**
     * The settings that were given, laid over the usual ones.
     *
     * @param owner what takes the settings, e.g. "the network mlp"
     * @throws SettingException if one is out of range, or the owner has none of that key
     */
    Settings read(Settings usual, String owner) {
        Settings read = usual;
        for (Map.Entry<String, String> entry : given.entrySet()) {
            String name = names.get(entry.getKey());
            if (usual.schema().find(entry.getKey()).isEmpty()) {
                throw new SettingException(entry.getKey(), owner + " has no use for " + name);
            }
            try {
                read = read.with(entry.getKey(), entry.getValue(), owner);
            } catch (SettingException refused) {
                throw new SettingException(
                        entry.getKey(), name + refused.getMessage().substring(entry.getKey().length()), refused);
            }
        }
        return read;
    }
}
