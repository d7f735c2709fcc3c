package org.leastaction.flow.backend;

import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.ServiceLoader.Provider;
import java.util.regex.Pattern;
import org.leastaction.flow.Role;

/** One look through the services files: what can be used, what failed, and no id twice. */
final class Discovery {

    private static final Pattern ID = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)*");

    private final List<FoundBackend> found = new ArrayList<>();
    private final List<FailedBackend> failed = new ArrayList<>();

    Discovery(ClassLoader loader) {
        Iterator<Provider<FlowBackend>> providers = ServiceLoader.load(FlowBackend.class, loader).stream().iterator();
        for (Optional<Provider<FlowBackend>> next = next(providers); next.isPresent(); next = next(providers)) {
            start(next.get());
        }
    }

    List<FoundBackend> found() {
        return List.copyOf(found);
    }

    List<FailedBackend> failed() {
        return List.copyOf(failed);
    }

    /** The next provider whose class could be loaded; the loader goes on after one that could not. */
    private Optional<Provider<FlowBackend>> next(Iterator<Provider<FlowBackend>> providers) {
        while (true) {
            try {
                return providers.hasNext() ? Optional.of(providers.next()) : Optional.empty();
            } catch (ServiceConfigurationError failure) {
                failed.add(new FailedBackend("a services file", "unknown", reason(failure)));
            }
        }
    }

    private void start(Provider<FlowBackend> provider) {
        String name = provider.type().getName();
        String origin = origin(provider.type());
        FlowBackend backend;
        String id;
        try {
            backend = provider.get();
            id = backend.id();
            backend.version();
            if (!backend.roles().contains(Role.FLOW)) {
                failed.add(new FailedBackend(name, origin, "it lacks the role FLOW, which every backend has"));
                return;
            }
        } catch (ServiceConfigurationError | RuntimeException | LinkageError failure) {
            failed.add(new FailedBackend(name, origin, reason(failure)));
            return;
        }
        checkId(id, name, origin);
        found.add(new FoundBackend(backend, origin));
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
                        + other.backend().getClass().getName() + " in " + other.origin() + " and " + name + " in "
                        + origin + "; take one of the two away");
            }
        }
    }

    private static String origin(Class<?> type) {
        CodeSource source = type.getProtectionDomain().getCodeSource();
        if (source == null || source.getLocation() == null) {
            return "unknown";
        }
        try {
            return Path.of(source.getLocation().toURI()).toString();
        } catch (URISyntaxException | RuntimeException notAFile) {
            return source.getLocation().toString();
        }
    }

    /** The innermost cause says what happened; the service loader's own message only that something did. */
    private static String reason(Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (cause instanceof ServiceConfigurationError) {
            return message.replace(FlowBackend.class.getName() + ": ", "");
        }
        String kind = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message.lines().findFirst().orElse("");
    }
}
