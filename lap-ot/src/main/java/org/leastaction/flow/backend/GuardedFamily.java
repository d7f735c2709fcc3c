package org.leastaction.flow.backend;

import java.util.List;
import java.util.Optional;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/**
 * A network family of a plug-in. What it says of itself is asked for once, and whatever fails, gives nothing or does not end
 * is reported with the backend's name; {@link #check} may refuse settings.
 */
final class GuardedFamily implements NetworkFamily {

    private final NetworkFamily family;
    private final Supervisor supervisor;
    private final String key;
    private final String name;
    private final String help;
    private final SettingSchema settings;

    private GuardedFamily(NetworkFamily family, Supervisor supervisor) {
        this.family = family;
        this.supervisor = supervisor;
        String of = "a family's ";
        this.key = asked(of + "key", family::key);
        if (key.isBlank()) {
            throw supervisor.failure("a family has a blank key", null);
        }
        this.name = asked("name", family::name);
        this.help = asked("help", family::help);
        this.settings = asked("settings", family::settings);
    }

    /**
     * Guards a family of a plug-in; a family of this library's own class loader is returned as it is.
     *
     * @throws BackendFailure if it cannot be described
     */
    static NetworkFamily of(NetworkFamily family, Supervisor supervisor) {
        boolean own = family.getClass().getClassLoader() == NetworkFamily.class.getClassLoader();
        return own || family instanceof GuardedFamily ? family : new GuardedFamily(family, supervisor);
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public String help() {
        return help;
    }

    @Override
    public SettingSchema settings() {
        return settings;
    }

    @Override
    public Settings usual(List<Integer> input, int classes) {
        return asked("usual", () -> family.usual(input, classes));
    }

    @Override
    public void check(Settings values, List<Integer> input, int classes) {
        IllegalArgumentException[] refused = new IllegalArgumentException[1];
        asked("check", () -> {
            try {
                family.check(values, input, classes);
            } catch (IllegalArgumentException refusal) {
                refused[0] = refusal;
            }
            return true;
        });
        if (refused[0] != null) {
            throw refused[0].getMessage() == null
                    ? supervisor.named(in("check"), refused[0]) : refused[0];
        }
    }

    @Override
    public List<Integer> stages(Settings values) {
        List<Integer> stages = asked("stages", () -> family.stages(values));
        if (stages.isEmpty() || stages.stream().anyMatch(blocks -> blocks == null || blocks < 0)) {
            throw supervisor.failure(in("stages") + " gave " + stages, null);
        }
        return stages;
    }

    @Override
    public Optional<AutoencoderSpec> autoencoder(NetworkSpec network) {
        return asked("autoencoder", () -> family.autoencoder(network));
    }

    @Override
    public Initialisation usualInitialisation() {
        return asked("usualInitialisation", family::usualInitialisation);
    }

    @Override
    public TrainingOptions usualTraining() {
        return asked("usualTraining", family::usualTraining);
    }

    private <T> T asked(String what, Supervisor.Call<T> call) {
        T answer;
        try {
            answer = supervisor.described(in(what), call);
        } catch (Throwable thrown) {
            throw supervisor.named(in(what), thrown);
        }
        if (answer == null) {
            throw supervisor.failure(in(what) + " gave nothing", null);
        }
        return answer;
    }

    /** The key is unknown while it is asked for. */
    private String in(String what) {
        return what.contains(" ") ? what : what + " of the family '" + key + "'";
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof GuardedFamily guarded && guarded.family.equals(family);
    }

    @Override
    public int hashCode() {
        return family.hashCode();
    }

    @Override
    public String toString() {
        return key;
    }
}
