package org.leastaction.bench.command.options;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.leastaction.settings.SettingGroup;
import org.leastaction.settings.SettingGroup.Given;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.ISetter;
import picocli.CommandLine.Model.OptionSpec;

/** The options of a command that are made from settings, and their given values. */
public final class SettingOptions {

    private static final String DASHES = "--";

    private final Map<String, String> values = new LinkedHashMap<>();

    /** Adds one option per setting. */
    public void addTo(CommandSpec command, List<SettingGroup.Named> settings) {
        for (SettingGroup.Named setting : settings) {
            OptionSpec.Builder option = OptionSpec.builder(DASHES + setting.name())
                    .description(setting.description().replace("%", "%%"))
                    .required(setting.isRequired())
                    .setter(setter(setting.name()));
            command.addOption(setting.isFlag()
                    ? option.type(boolean.class).arity("0").build()
                    : option.type(String.class).arity("1").paramLabel(setting.placeholder()).build());
        }
    }

    /** The given values by name. */
    public Given given() {
        return new Given(values, DASHES);
    }

    private ISetter setter(String name) {
        return new ISetter() {
            @Override
            @SuppressWarnings("TypeParameterUnusedInFormals") // picocli's signature
            public <T> @Nullable T set(T value) {
                // Before a command line is parsed, picocli sets options to their defaults, here null or false.
                if (value == null || Boolean.FALSE.equals(value)) {
                    values.remove(name);
                } else {
                    values.put(name, value.toString());
                }
                return null;
            }
        };
    }
}
