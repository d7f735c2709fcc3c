package org.leastaction.bench.command.input;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.leastaction.bench.command.process.BadInput;
import org.leastaction.bench.command.process.Surroundings;
import org.leastaction.bench.training.TrainingSchema;
import org.leastaction.flow.backend.Backends;
import org.leastaction.flow.backend.Objectives;
import org.leastaction.flow.backend.Plugins;
import org.leastaction.flow.backend.Supervision;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.io.Messages;

/** The backends of this installation: on the class path and in its plugins folder. */
public final class InstalledBackends {

    private static final String HOME = "LAP_HOME";
    private static final String PLUGINS = "plugins";

    private InstalledBackends() {}

    /**
     * Finds the backends; every failure in a backend names the backend.
     *
     * @param supervision how long a backend may be unresponsive
     * @throws BadInput if two backends share an id, or one has none
     */
    public static Backends discover(Surroundings surroundings, Supervision supervision) throws IOException {
        try {
            return Backends.discover(InstalledBackends.class.getClassLoader(), folders(surroundings), supervision);
        } catch (IllegalArgumentException refused) {
            throw new BadInput(Messages.of(refused), refused);
        }
    }

    /**
     * As {@link #discover(Surroundings, Supervision)}, before options are parsed: waiting for a backend is always
     * reported.
     */
    public static Backends discover(Surroundings surroundings) throws IOException {
        return discover(surroundings, Supervision.of(surroundings.err()::println));
    }

    /**
     * The families that backends train; none if backends cannot be discovered; a command that needs them reports that.
     */
    public static List<NetworkFamily> families(Surroundings surroundings) {
        try {
            return discover(surroundings).families();
        } catch (IOException | BadInput reportedLater) {
            return List.of();
        }
    }

    /**
     * The settings of everything that can be trained in this installation.
     *
     * @throws BadInput if that is nothing, because a backend is missing or failed
     */
    static TrainingSchema trainingSchema(Surroundings surroundings) throws IOException {
        Backends backends = discover(surroundings);
        try {
            return new TrainingSchema(backends.requireFamilies(), objectives(surroundings));
        } catch (IllegalArgumentException none) {
            throw new BadInput(Messages.of(none), none);
        }
    }

    /**
     * The objectives of this installation; none if the folder is unreadable; a command that needs backends reports
     * that.
     */
    public static Objectives objectives(Surroundings surroundings) {
        ClassLoader loader = InstalledBackends.class.getClassLoader();
        try {
            return Objectives.discover(loader, folders(surroundings), Supervision.of(surroundings.err()::println));
        } catch (IOException reportedLater) {
            return Objectives.discover(loader);
        }
    }

    /** A class loader of this program and the jars of its plugins folder; without them if the folder is unreadable. */
    public static ClassLoader pluginLoader(Surroundings surroundings) {
        ClassLoader own = InstalledBackends.class.getClassLoader();
        try {
            return Plugins.loader(own, folders(surroundings));
        } catch (IOException reportedLater) {
            return own;
        }
    }

    /** {@code $LAP_HOME/plugins}; if it is not set, {@code plugins} next to this program's jar or its lib folder. */
    public static List<Path> folders(Surroundings surroundings) {
        Optional<Path> home = surroundings.variable(HOME).map(Path::of);
        if (home.isPresent()) {
            return List.of(home.get().resolve(PLUGINS));
        }
        return jar().stream()
                .flatMap(jar -> Stream.iterate(jar.getParent(), folder -> folder != null, Path::getParent).limit(2))
                .map(folder -> folder.resolve(PLUGINS))
                .toList();
    }

    /**
     * The jars of the plug-ins.
     *
     * @throws IOException if a folder cannot be listed
     */
    public static List<Path> pluginJars(Surroundings surroundings) throws IOException {
        List<Path> jars = new ArrayList<>();
        for (Path folder : folders(surroundings)) {
            if (Files.isDirectory(folder)) {
                try (Stream<Path> files = Files.list(folder)) {
                    files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(jars::add);
                }
            }
        }
        return jars;
    }

    private static Optional<Path> jar() {
        CodeSource source = InstalledBackends.class.getProtectionDomain().getCodeSource();
        try {
            Path path = source == null ? Path.of("") : Path.of(source.getLocation().toURI());
            return Optional.of(path).filter(file -> file.toString().endsWith(".jar"));
        } catch (URISyntaxException unusual) {
            return Optional.empty();
        }
    }
}
