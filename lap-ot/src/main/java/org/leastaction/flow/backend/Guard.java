package org.leastaction.flow.backend;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Proxy;
import java.lang.reflect.Type;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.leastaction.flow.FlowModel;
import org.leastaction.flow.inspection.ReadingOptions.BlockChoice;
import org.leastaction.flow.inspection.ReadingOptions;
import org.leastaction.flow.training.Autoencoder;
import org.leastaction.flow.training.AutoencoderListener;
import org.leastaction.flow.training.AutoencoderSpec;
import org.leastaction.flow.training.AutoencoderTrainer;
import org.leastaction.flow.training.FlowTrainer;
import org.leastaction.flow.training.Initialisation;
import org.leastaction.flow.training.NetworkFamily;
import org.leastaction.flow.training.NetworkSpec;
import org.leastaction.flow.training.TrainedAutoencoder;
import org.leastaction.flow.training.TrainedFlow;
import org.leastaction.flow.training.TrainingListener;
import org.leastaction.flow.training.TrainingOptions;
import org.leastaction.settings.SettingSchema;
import org.leastaction.settings.Settings;

/**
 * A proxy for an SPI interface of an untrusted backend. Every method is called under supervision, and its result is
 * guarded in turn: models are wrapped in {@link GuardedFlow}, other SPI objects in proxies like this one.
 *
 * <p>Checked exceptions that the interface declares propagate, since their messages are meant for users. So do refusals
 * ({@link IllegalArgumentException}) of trainings and of chosen blocks and outputs, and of trainings whose sizes
 * overflow. All other exceptions, and null results, become a {@link BackendFailure} that names the backend and the
 * method.
 */
final class Guard implements InvocationHandler {

    private final Object target;
    private final Supervisor supervisor;

    private Guard(Object target, Supervisor supervisor) {
        this.target = target;
        this.supervisor = supervisor;
    }

    /** @param type an interface; may come from a plug-in, such as a role that is not part of this library */
    static <T> T of(Class<T> type, T target, Supervisor supervisor) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, new Guard(target, supervisor)));
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        if (method.getDeclaringClass() == Object.class) {
            return ofObject(proxy, method, arguments);
        }
        String what = method.getName() + fileOf(arguments);
        Object result;
        try {
            result = isTraining(method)
                    ? supervisor.training(what, () -> made(method, signing(arguments)))
                    : supervisor.watched(what, () -> made(method, arguments));
        } catch (Throwable thrown) {
            supervisor.requireNoInterruption(what, thrown);
            if (passes(thrown, method, arguments)) {
                throw thrown;
            }
            throw supervisor.named(what, thrown);
        }
        if (result == null) {
            if (method.getReturnType() != void.class) {
                throw supervisor.failure(what + " gave nothing", null);
            }
            return null;
        }
        return guarded(what, result, method.getGenericReturnType());
    }

    private Object made(Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    private static boolean isTraining(Method method) {
        Class<?> type = method.getDeclaringClass();
        return (type == FlowTrainer.class || type == AutoencoderTrainer.class) && method.getName().equals("train");
    }

    /** The arguments of a training; the events that listeners receive become signs of life. */
    private Object[] signing(Object[] arguments) {
        return Arrays.stream(arguments)
                .map(argument -> argument instanceof TrainingListener ? signing(TrainingListener.class, argument)
                        : argument instanceof AutoencoderListener ? signing(AutoencoderListener.class, argument)
                        : argument)
                .toArray();
    }

    private Object signing(Class<?> type, Object listener) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, event, values) -> {
            supervisor.sign();
            try {
                Object result = event.invoke(listener, values);
                supervisor.sign();
                return result;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        });
    }

    private static boolean passes(Throwable thrown, Method method, Object[] arguments) {
        if (thrown instanceof ArithmeticException && isTraining(method)) {
            return true;
        }
        if (thrown instanceof IllegalArgumentException && thrown.getMessage() != null) {
            return isTraining(method) || (arguments != null && Arrays.stream(arguments).anyMatch(Guard::isChoice));
        }
        boolean declared = Arrays.stream(method.getExceptionTypes()).anyMatch(type -> type.isInstance(thrown));
        return declared && !(thrown instanceof IOException && thrown.getMessage() == null);
    }

    /** Whether an argument is a user's choice, which a backend may refuse. */
    private static boolean isChoice(Object argument) {
        return (argument instanceof BlockChoice blocks && !blocks.equals(BlockChoice.found()))
                || (argument instanceof ReadingOptions options && !options.equals(ReadingOptions.defaults()));
    }

    private Object guarded(String what, Object result, Type type) {
        if (result instanceof FlowModel model) {
            return new GuardedFlow(model, supervisor);
        }
        if (result instanceof TrainedAutoencoder trained) {
            return new TrainedAutoencoder(
                    of(Autoencoder.class, trained.model(), supervisor), trained.epochs(), trained.seconds());
        }
        if (result instanceof Optional<?> optional && type instanceof ParameterizedType parameterized
                && parameterized.getActualTypeArguments()[0] instanceof Class<?> inner && inner.isInterface()) {
            return inner == NetworkFamily.class
                    ? optional.map(family -> GuardedFamily.of((NetworkFamily) family, supervisor))
                    : optional.map(part -> part(inner, part));
        }
        if (result instanceof List<?> list) {
            return list.stream().map(element -> element(what, element)).toList();
        }
        return result;
    }

    private <T> T part(Class<T> type, Object part) {
        return of(type, type.cast(part), supervisor);
    }

    private Object element(String what, Object element) {
        if (element == null) {
            throw supervisor.failure(what + " gave a list with nothing in it", null);
        }
        if (element instanceof NetworkFamily family) {
            return GuardedFamily.of(family, supervisor);
        }
        return element instanceof TrainedFlow trained
                ? new TrainedFlow(new GuardedFlow(trained.model(), supervisor), trained.curve(), trained.seconds())
                : element;
    }

    private Object ofObject(Object proxy, Method method, Object[] arguments) {
        return switch (method.getName()) {
            case "equals" -> proxy == arguments[0];
            case "hashCode" -> System.identityHashCode(proxy);
            default -> "guarded " + target.getClass().getName();
        };
    }

    private static String fileOf(Object[] arguments) {
        return arguments == null ? "" : Arrays.stream(arguments)
                .filter(Path.class::isInstance).findFirst().map(path -> " of " + path).orElse("");
    }

    /**
     * A network family of a plug-in. Its description is requested once. A call that fails, returns null or does not end
     * is reported with the backend's name; {@link #check} may refuse settings.
     */
    static final class GuardedFamily implements NetworkFamily {

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

        /** The key is unknown while it is being requested. */
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
}
