package org.leastaction.flow.backend;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.regex.Pattern;
import org.leastaction.flow.Role;
import org.leastaction.io.Messages;

/** One scan of the services files: the usable backends, with unique ids, and those that failed. */
final class Discovery {

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
                    : new Supervisor(supervision.get(), "the backend " + name).described("start", () -> start(provider.get()));
            if (started == null || !started.roles().contains(Role.FLOW)) {
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
    private record Started(FlowBackend backend, String id, Set<Role> roles) {}

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
