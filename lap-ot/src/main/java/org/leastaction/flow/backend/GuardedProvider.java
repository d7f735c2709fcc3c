package org.leastaction.flow.backend;

import java.util.Map;
import java.util.Objects;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.ObjectiveProvider;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/**
 * A provider of objectives in a plug-in. What it says of itself is asked for once; what fails, gives nothing or does not end
 * is reported with its class and jar. Whatever its objectives say of themselves is asked for before they train.
 */
final class GuardedProvider implements ObjectiveProvider {

    private final ObjectiveProvider provider;
    private final String name;
    private final Supervisor supervisor;
    private final String key;
    private final String help;
    private final SettingSchema settings;

    private GuardedProvider(ObjectiveProvider provider, String name, Supervisor supervisor) {
        this.provider = provider;
        this.name = name;
        this.supervisor = supervisor;
        this.key = Objects.requireNonNull(provider.key(), "its key is null");
        this.help = Objects.requireNonNull(provider.help(), "its help is null");
        this.settings = Objects.requireNonNull(provider.settings(), "its settings are null");
    }

    /** Constructs a provider. */
    interface Construction {
        ObjectiveProvider make();
    }

    /**
     * Constructs and describes a provider.
     *
     * @param name its class and jar
     * @throws BackendFailure if that does not end in time
     * @throws Throwable      whatever the provider throws
     */
    static GuardedProvider start(String name, Construction construction, Supervision supervision) throws Throwable {
        Supervisor supervisor = new Supervisor(supervision, "the provider of objectives " + name);
        return Objects.requireNonNull(
                supervisor.described("start", () -> new GuardedProvider(construction.make(), name, supervisor)));
    }

    @Override
    public String key() {
        return key;
    }

    @Override
    public String help() {
        return help;
    }

    @Override
    public SettingSchema settings() {
        return settings;
    }

    /** @throws BackendFailure if it fails, or what it creates cannot describe itself */
    @Override
    public Objective create(Settings values) {
        Objective objective;
        try {
            objective = supervisor.described("create", () -> provider.create(values));
        } catch (IllegalArgumentException refused) {
            throw refused.getMessage() == null ? supervisor.named("create", refused) : refused;
        } catch (Throwable thrown) {
            throw supervisor.named("create", thrown);
        }
        if (objective == null) {
            throw supervisor.failure("create gave nothing", null);
        }
        try {
            String problem = supervisor.described("a description of the objective '" + key + "'", () -> problem(objective));
            if (problem != null && !problem.isEmpty()) {
                throw supervisor.failure(problem, null);
            }
        } catch (Throwable thrown) {
            throw supervisor.named("a description of the objective '" + key + "'", thrown);
        }
        return objective;
    }

    /** What is wrong with an objective's description; empty if nothing is. Records need it after the training. */
    private String problem(Objective objective) {
        String found = objective.key();
        if (!key.equals(found)) {
            return "create gave the objective '" + found + "', not '" + key + "'";
        }
        String in = " of the objective '" + key + "' gave ";
        if (objective.formula() == null) {
            return "formula" + in + "nothing";
        }
        if (objective.multiplier() == null) {
            return "multiplier" + in + "nothing";
        }
        Map<String, Object> parameters = objective.parameters();
        if (parameters == null) {
            return "parameters" + in + "nothing";
        }
        for (Map.Entry<String, Object> parameter : parameters.entrySet()) {
            Object value = parameter.getValue();
            boolean valid = value instanceof Number number ? Double.isFinite(number.doubleValue())
                    : value instanceof String || value instanceof Boolean;
            if (parameter.getKey() == null || !valid) {
                return "parameters" + in + parameter + "; a finite number or a word is right";
            }
        }
        return "";
    }

    @Override
    public String toString() {
        return name;
    }
}
