package org.leastaction.flow.backend;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.ServiceLoader;
import java.util.function.Consumer;
import org.leastaction.io.Messages;

/** Reads services files completely, skipping entries that fail. */
public final class Services {

    private Services() {}

    /**
     * The providers that could be loaded and constructed, in the order of the class path.
     *
     * @param failed receives the reason for each that could not
     */
    public static <S> List<S> load(Class<S> service, ClassLoader loader, Consumer<String> failed) {
        List<S> providers = new ArrayList<>();
        forEach(service, loader, provider -> {
            try {
                providers.add(provider.get());
            } catch (ServiceConfigurationError | LinkageError failure) {
                failed.accept(provider.type().getName() + ": " + reason(service, failure));
            }
        }, failed);
        return providers;
    }

    /** The providers whose classes could be loaded. */
    static <S> void forEach(
            Class<S> service, ClassLoader loader, Consumer<ServiceLoader.Provider<S>> found, Consumer<String> failed) {
        try {
            loader.getResources("META-INF/services/" + service.getName());
        } catch (IOException unlistable) { // the service loader would fail with every call, and never come to an end
            failed.accept("the class path cannot be listed: " + Messages.of(unlistable));
            return;
        }
        Iterator<ServiceLoader.Provider<S>> providers = ServiceLoader.load(service, loader).stream().iterator();
        for (Optional<ServiceLoader.Provider<S>> next = next(service, providers, failed);
                next.isPresent();
                next = next(service, providers, failed)) {
            found.accept(next.get());
        }
    }

    /** The next provider whose class could be loaded; the loader goes on after one that could not. */
    private static <S> Optional<ServiceLoader.Provider<S>> next(
            Class<S> service, Iterator<ServiceLoader.Provider<S>> providers, Consumer<String> failed) {
        while (true) {
            try {
                return providers.hasNext() ? Optional.of(providers.next()) : Optional.empty();
            } catch (ServiceConfigurationError | LinkageError failure) { // a superclass may be missing
                failed.accept(reason(service, failure));
            }
        }
    }

    /** The jar or folder of a class; "unknown" if it cannot be determined. */
    static String origin(Class<?> type) {
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

    /** The message of the innermost cause: the service loader's own message does not state the reason. */
    static String reason(Class<?> service, Throwable failure) {
        Throwable cause = failure;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = cause.getMessage();
        if (cause instanceof ServiceConfigurationError && message != null) {
            return message.replace(service.getName() + ": ", "");
        }
        String kind = cause.getClass().getSimpleName();
        return message == null || message.isBlank() ? kind : kind + ": " + message.lines().findFirst().orElse("");
    }
}
