package org.leastaction.flow.backend;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.layers.LayerWriter;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.io.FileKind;
import org.leastaction.io.InputFileException;
import org.leastaction.io.Messages;

/** The host: discovers backends, refuses ambiguous ids, and selects the backend for a model or a training. */
public final class Backends {

    /** Maximum number of files of a folder that are examined to explain why it is not a model. */
    private static final int MOST_FILES = 100;

    private final List<FoundBackend> found;
    private final List<FailedBackend> failed;

    private Backends(Discovery discovery) {
        this.found = discovery.found();
        this.failed = discovery.failed();
    }

    /**
     * Discovers the backends of a class loader.
     *
     * @throws IllegalArgumentException if an id is blank or malformed, or two backends share one; the message names
     *                                  their jars
     */
    public static Backends discover(ClassLoader loader) {
        return new Backends(new Discovery(loader, Optional.empty()));
    }

    /**
     * Discovers the backends of a class loader and of the jars in folders. All these jars share one loader, so that a
     * plug-in can include the libraries that it needs.
     *
     * @param folders folders of jars; one that does not exist counts as empty
     * @throws IllegalArgumentException as {@link #discover(ClassLoader)}
     * @throws InputFileException       if a folder cannot be read
     */
    public static Backends discover(ClassLoader loader, List<Path> folders) throws InputFileException {
        return discover(Plugins.loader(loader, folders));
    }

    /**
     * As {@link #discover(ClassLoader, List)}, for a host of untrusted backends: any failure of a backend or of its
     * models becomes a {@link BackendFailure} that names the backend, and its calls are supervised.
     */
    public static Backends discover(ClassLoader loader, List<Path> folders, Supervision supervision)
            throws InputFileException {
        return new Backends(new Discovery(Plugins.loader(loader, folders), Optional.of(supervision)));
    }

    /** The backends that started, in the order in which they were found. */
    public List<FoundBackend> found() {
        return found;
    }

    /** The backends that failed to start. */
    public List<FailedBackend> failed() {
        return failed;
    }

    /**
     * Opens a model with the backend that recognises it.
     *
     * @throws InputFileException if the model is missing, or recognised by no backend or by several
     * @throws IOException        if the backend cannot open it
     */
    public FlowModel open(Path model, Execution execution) throws IOException {
        return forModel(model).open(model, execution);
    }

    /**
     * The backend that recognises a model.
     *
     * @throws InputFileException if the model is missing, or recognised by no backend or by several
     */
    public FlowBackend forModel(Path model) throws InputFileException {
        if (!Files.exists(model)) {
            throw new InputFileException(model, "there is no such model file or folder");
        }
        List<FlowBackend> recognising =
                found.stream().map(FoundBackend::backend).filter(backend -> recognises(backend, model)).toList();
        if (recognising.size() == 1) {
            return recognising.get(0);
        }
        if (recognising.isEmpty()) {
            Optional<String> other = Files.isDirectory(model)
                    ? pointerIn(model) : FileKind.of(model).insteadOf("a model");
            throw new InputFileException(model, "no backend recognises this model (" + present() + ")"
                    + other.map(problem -> ": it " + problem).orElse(""));
        }
        throw new InputFileException(
                model, "several backends recognise this model (" + ids(recognising) + "); take all but one away");
    }

    /**
     * The trainer of a network family.
     *
     * @param family e.g. "mlp"
     * @throws IllegalArgumentException if no backend trains it, or several do
     */
    public FlowTrainer trainer(String family) {
        return forFamily(family).trainer().orElseThrow();
    }

    /** The families of networks that some backend trains, in the order in which backends were found. */
    public List<NetworkFamily> families() {
        return found.stream().flatMap(backend -> families(backend.backend()).stream()).toList();
    }

    /**
     * As {@link #families()}, for a caller who needs some.
     *
     * @throws IllegalArgumentException if there are none; the message says which backends there are, and how they failed
     */
    public List<NetworkFamily> requireFamilies() {
        List<NetworkFamily> families = families();
        if (families.isEmpty()) {
            throw new IllegalArgumentException("no backend trains networks; " + present() + silent());
        }
        return families;
    }

    /**
     * The family with a key, e.g. "mlp".
     *
     * @throws IllegalArgumentException if no backend trains it, or several do
     */
    public NetworkFamily family(String key) {
        return trainer(key).family(key).orElseThrow();
    }

    /**
     * The backend that trains a network family.
     *
     * @param family e.g. "mlp"
     * @throws IllegalArgumentException if no backend trains it, or several do
     */
    public FlowBackend forFamily(String family) {
        List<FlowBackend> training = found.stream()
                .map(FoundBackend::backend)
                .filter(backend -> families(backend).stream().anyMatch(one -> one.key().equals(family)))
                .toList();
        if (training.size() == 1) {
            return training.get(0);
        }
        if (training.isEmpty()) {
            Set<String> known =
                    families().stream().map(NetworkFamily::key).collect(Collectors.toCollection(TreeSet::new));
            throw new IllegalArgumentException("no backend trains the family '" + family + "'; "
                    + (known.isEmpty() ? present() : "known are " + String.join(", ", known)) + silent());
        }
        throw new IllegalArgumentException("several backends train the family '" + family + "': " + ids(training)
                + "; take all but one away");
    }

    /** The layer writers of all backends, in the order in which these were found. */
    public List<LayerWriter> writers() {
        return found.stream().flatMap(backend -> writer(backend.backend()).stream()).toList();
    }

    private static Optional<LayerWriter> writer(FlowBackend backend) {
        try {
            return backend.writer();
        } catch (RuntimeException | LinkageError failure) {
            return Optional.empty();
        }
    }

    /** A backend that fails here is skipped, so that the others remain usable. */
    private static boolean recognises(FlowBackend backend, Path model) {
        try {
            return backend.recognises(model);
        } catch (RuntimeException | LinkageError failure) {
            return false;
        }
    }

    /** The families that a backend trains; none if it fails here, so that the others remain usable. */
    private static List<NetworkFamily> families(FlowBackend backend) {
        try {
            Optional<FlowTrainer> trainer = backend.trainer();
            return trainer.map(FlowTrainer::families).orElse(List.of());
        } catch (RuntimeException | LinkageError failure) {
            return List.of();
        }
    }

    /** The backends that fail to list the families that they train, with the reasons. */
    private String silent() {
        StringBuilder silent = new StringBuilder();
        for (FoundBackend one : found) {
            try {
                one.backend().trainer().ifPresent(FlowTrainer::families);
            } catch (RuntimeException | LinkageError failure) {
                silent.append("; ").append(Messages.of(failure));
            }
        }
        return silent.toString();
    }

    private static String ids(List<FlowBackend> backends) {
        return backends.stream().map(FlowBackend::id).collect(Collectors.joining(", "));
    }

    /** The problem of a folder that contains a pointer to a file stored elsewhere. */
    private static Optional<String> pointerIn(Path folder) throws InputFileException {
        return InputFileException.reading(folder, () -> {
            List<Path> files;
            try (Stream<Path> entries = Files.list(folder)) {
                files = entries.filter(Files::isRegularFile).sorted().limit(MOST_FILES).toList();
            }
            for (Path file : files) {
                FileKind kind = FileKind.of(file);
                if (kind == FileKind.GIT_LFS_POINTER || kind == FileKind.GIT_ANNEX_POINTER) {
                    return kind.insteadOf("a part of a model")
                            .map(problem -> "holds " + file.getFileName() + ", which " + problem);
                }
            }
            return Optional.empty();
        });
    }

    private String present() {
        String there = found.isEmpty()
                ? "there is no backend on the class path or in plugins/"
                : "there are " + ids(found.stream().map(FoundBackend::backend).toList());
        return failed.isEmpty() ? there : there + "; " + failed.stream()
                .map(one -> one.name() + " failed: " + one.reason())
                .collect(Collectors.joining("; "));
    }

    /** One scan of the services files: the usable backends, with unique ids, and those that failed. */
    private static final class Discovery {

        private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

        private final List<FoundBackend> found = new ArrayList<>();
        private final List<FailedBackend> failed = new ArrayList<>();
        private final Map<String, String> classes = new HashMap<>();
        private final Optional<Supervision> supervision;

        /** @param supervision of untrusted backends; empty for backends that are used as they are */
        Discovery(ClassLoader loader, Optional<Supervision> supervision) {
            this.supervision = supervision;
            Services.forEach(
                    FlowBackend.class,
                    loader,
                    this::start,
                    reason -> failed.add(new FailedBackend("a services file", "unknown", reason)));
        }

        List<FoundBackend> found() {
            return List.copyOf(found);
        }

        List<FailedBackend> failed() {
            return List.copyOf(failed);
        }

        private void start(ServiceLoader.Provider<FlowBackend> provider) {
            String name = provider.type().getName();
            String origin = Services.origin(provider.type());
            Started started;
            try {
                started = supervision.isEmpty() ? start(provider.get())
                        : new Supervisor(supervision.get(), "the backend " + name).described("start",
                                () -> start(provider.get()));
                if (started == null || !started.roles().contains(FlowModel.class)) {
                    failed.add(new FailedBackend(name, origin, "it lacks the role FLOW, which every backend has"));
                    return;
                }
            } catch (BackendFailure endless) {
                failed.add(new FailedBackend(name, origin, Messages.of(endless).replaceFirst("^.* failed: ", "")));
                return;
            } catch (OutOfMemoryError failure) {
                throw failure;
            } catch (Throwable failure) {
                failed.add(new FailedBackend(name, origin, Services.reason(FlowBackend.class, failure)));
                return;
            }
            String id = started.id();
            checkId(id, name, origin);
            classes.put(id, name);
            FlowBackend backend = started.backend();
            found.add(new FoundBackend(supervision.isEmpty() ? backend
                    : Guard.of(FlowBackend.class, backend, new Supervisor(id, supervision.get())), origin));
        }

        /** A backend that was constructed and has described itself. */
        private record Started(FlowBackend backend, String id, Set<Class<?>> roles) {}

        private static Started start(FlowBackend backend) {
            String id = backend.id();
            backend.version();
            return new Started(backend, id, Objects.requireNonNull(backend.roles(), "its roles are null"));
        }

        private void checkId(String id, String name, String origin) {
            if (id == null || !ID.matcher(id).matches()) {
                String problem = id == null || id.isBlank() ? "a blank id" : "the malformed id '" + id + "'";
                throw new IllegalArgumentException("the backend " + name + " in " + origin + " has " + problem
                        + ": an id is lower-case letters, digits and dashes, e.g. tensorflow");
            }
            for (FoundBackend other : found) {
                if (other.backend().id().equals(id)) {
                    throw new IllegalArgumentException("two backends have the id '" + id + "': "
                            + classes.get(id) + " in " + other.origin() + " and " + name + " in "
                            + origin + "; take one of the two away");
                }
            }
        }
    }

    /**
     * A backend that is named in a services file but cannot be used.
     *
     * @param name   its class if known, otherwise the service loader's message
     * @param origin the jar or folder of its class, or "unknown"
     * @param reason one sentence
     */
    public record FailedBackend(String name, String origin, String reason) {

        public FailedBackend {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(origin, "origin");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /**
     * A backend and its origin.
     *
     * @param origin the jar or folder of its class
     */
    public record FoundBackend(FlowBackend backend, String origin) {

        public FoundBackend {
            Objects.requireNonNull(backend, "backend");
            Objects.requireNonNull(origin, "origin");
        }
    }
}
