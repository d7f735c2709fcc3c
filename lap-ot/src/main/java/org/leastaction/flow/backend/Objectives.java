package org.leastaction.flow.backend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.ObjectiveProvider;
import org.leastaction.flow.objective.PaperObjectives;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/** Objectives by name: those of this library and of plug-ins. */
public final class Objectives {

    private static final String KEY = "[a-z][a-z0-9]*(-[a-z0-9]+)*";

    private final List<ObjectiveProvider> providers = new ArrayList<>(PaperObjectives.all());
    private final List<String> failures = new ArrayList<>();

    private final Optional<Supervision> supervision;

    private Objectives() {
        this.supervision = Optional.empty();
    }

    private Objectives(ClassLoader loader, Supervision supervision) {
        this.supervision = Optional.of(supervision);
        Services.forEach(ObjectiveProvider.class, loader, this::start, failures::add);
    }

    /** The objectives of this library only. */
    public static Objectives ofThisLibrary() {
        return new Objectives();
    }

    /** Discovers the providers of a class loader. A provider that fails, or whose key is already taken, is left out. */
    public static Objectives discover(ClassLoader loader) {
        return new Objectives(loader, Supervision.of(remark -> {}));
    }

    /**
     * Discovers the providers of a class loader and of the jars in folders, as {@link #discover(ClassLoader)}; the time
     * of every call of a provider is limited. Every call loads the classes of these jars anew, so objectives from two
     * calls are never equal.
     *
     * @param folders folders of jars; one that does not exist counts as empty
     * @throws InputFileException if a folder cannot be read
     */
    public static Objectives discover(ClassLoader loader, List<Path> folders, Supervision supervision)
            throws InputFileException {
        return new Objectives(Plugins.loader(loader, folders), supervision);
    }

    /** The providers, those of this library first. */
    public List<ObjectiveProvider> providers() {
        return List.copyOf(providers);
    }

    /** The providers that were left out, one sentence each. */
    public List<String> failures() {
        return List.copyOf(failures);
    }

    /**
     * The provider of an objective.
     *
     * @throws IllegalArgumentException if there is none of this name; the message lists the known ones
     */
    public ObjectiveProvider provider(String key) {
        return find(key).orElseThrow(() -> {
            String known = providers.stream().map(ObjectiveProvider::key).collect(Collectors.joining(", "));
            return new IllegalArgumentException("there is no objective '" + key + "'; there are " + known
                    + (failures.isEmpty() ? "" : "; " + String.join("; ", failures)));
        });
    }

    /**
     * Creates the objective of a given name.
     *
     * @param settings settings of the provider's schema
     * @throws IllegalArgumentException if there is no such objective, or its provider refuses the settings
     * @throws BackendFailure           if the provider or its objective fails, with the provider's class and jar
     */
    public Objective create(String key, Settings settings) {
        ObjectiveProvider provider = provider(key);
        Objective objective = provider.create(settings);
        return objective;
    }

    private Optional<ObjectiveProvider> find(String key) {
        return providers.stream().filter(one -> one.key().equals(key)).findFirst();
    }

    private void start(ServiceLoader.Provider<ObjectiveProvider> found) {
        String name = found.type().getName() + " in " + Services.origin(found.type());
        try {
            GuardedProvider provider = GuardedProvider.start(name, found::get, supervision.orElseThrow());
            String key = provider.key();
            if (!key.matches(KEY)) {
                failures.add(name + " has the malformed key '" + key + "'");
            } else if (find(key).isPresent()) {
                failures.add(name + " is left out, as " + find(key).get() + " has its key '" + key + "'");
            } else {
                providers.add(provider);
            }
        } catch (OutOfMemoryError failure) {
            throw failure;
        } catch (BackendFailure endless) {
            failures.add(Messages.of(endless));
        } catch (Throwable failure) {
            failures.add(name + " failed: " + Services.reason(ObjectiveProvider.class, failure));
        }
    }

    /**
     * A provider of objectives in a plug-in. Its description is requested once. A call that fails, returns null or does
     * not end is reported with its class and jar. The descriptions of its objectives are requested before they train.
     */
    private static final class GuardedProvider implements ObjectiveProvider {

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
                String problem =
                        supervisor.described("a description of the objective '" + key + "'", () -> problem(objective));
                if (problem != null && !problem.isEmpty()) {
                    throw supervisor.failure(problem, null);
                }
            } catch (Throwable thrown) {
                throw supervisor.named("a description of the objective '" + key + "'", thrown);
            }
            return objective;
        }

        /** The problem with an objective's description; empty if there is none. Records need it after the training. */
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
}
