package org.leastaction.flow.backend;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.stream.Collectors;
import org.leastaction.flow.objective.Objective;
import org.leastaction.flow.objective.ObjectiveProvider;
import org.leastaction.flow.objective.PaperObjectives;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;
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
        return discover(loader, Supervision.of(remark -> { }));
    }

    /** As {@link #discover(ClassLoader)}; the time of every call of a provider is limited. */
    public static Objectives discover(ClassLoader loader, Supervision supervision) {
        return new Objectives(loader, supervision);
    }

    /**
     * Discovers the providers of a class loader and of the jars in folders, as {@link #discover(ClassLoader)}. Every
     * call loads the classes of these jars anew, so objectives from two calls are never equal.
     *
     * @param folders folders of jars; one that does not exist counts as empty
     * @throws InputFileException if a folder cannot be read
     */
    public static Objectives discover(ClassLoader loader, List<Path> folders) throws InputFileException {
        return discover(Plugins.loader(loader, folders));
    }

    /** As {@link #discover(ClassLoader, List)}; the time of every call of a provider is limited. */
    public static Objectives discover(ClassLoader loader, List<Path> folders, Supervision supervision)
            throws InputFileException {
        return discover(Plugins.loader(loader, folders), supervision);
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
}
