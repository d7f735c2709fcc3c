package org.leastaction.bench.command;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.ObjectiveProvider;
import org.leastaction.flow.objective.PaperObjectives;
import org.leastaction.settings.SettingException;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The options that choose what is minimised: the objective, and its settings. */
final class ObjectiveChoice {

    /** What options of a plug-in's objective begin with, so that they are never those of a network or an optimiser. */
    private static final String PREFIX = "objective-";

    private static final String VANILLA = "vanilla";

    @Option(names = "--objective", paramLabel = "O",
            description = "vanilla: cross entropy CE; fixed: CE + lambda * C, C the transport cost; lap: CE + C / lambda_i by"
                    + " Uzawa's scheme; control: lambda_i * CE, with lap's lambda_i and no C; or one of a plug-in"
                    + " (default: vanilla).")
    private String key;

    private final SettingOptions settings = new SettingOptions();
    private Objectives known = Objectives.ofThisLibrary();

    /** Adds an option for each setting of some objectives. */
    void addOptions(CommandSpec command, Objectives objectives) {
        known = objectives;
        Map<String, SettingSchema> schemas = new LinkedHashMap<>();
        known.providers().forEach(provider -> schemas.put(provider.key(), provider.settings()));
        Set<String> ownKeys = PaperObjectives.all().stream()
                .flatMap(provider -> provider.settings().keys().stream()).collect(Collectors.toSet());
        settings.addTo(command, schemas, setting -> ownKeys.contains(setting) ? setting : PREFIX + setting);
    }

    /** The name of the objective. */
    String key() {
        return key == null ? VANILLA : key;
    }

    /**
     * The objective.
     *
     * @throws IllegalArgumentException if there is none of this name, or a setting is out of range or of no use
     */
    Objective objective() {
        ObjectiveProvider provider;
        try {
            provider = known.provider(key());
        } catch (IllegalArgumentException missing) {
            throw new SettingException("objective", "--objective: " + missing.getMessage(), missing);
        }
        Settings read = settings.read(provider.settings().usual(), "the objective " + key());
        try {
            return known.create(key(), read);
        } catch (SettingException refused) {
            throw refused;
        } catch (RuntimeException | LinkageError failure) {
            throw new SettingException("objective", "--objective: " + failure.getMessage(), failure);
        }
    }

    /**
     * Refuses the options for a user that has no objective.
     *
     * @throws IllegalArgumentException if one was given
     */
    void checkUnused(String user) {
        Unused.check("--objective", key, user, false);
        settings.read(SettingSchema.of().usual(), user);
    }
}
