package org.leastaction.flow.defect;

import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestDescriptor;
import org.junit.platform.engine.support.descriptor.MethodSource;
import org.junit.platform.testkit.engine.EngineTestKit;
import org.junit.platform.testkit.engine.Event;
import org.junit.platform.testkit.engine.Events;

/** Runs a contract's tests inside a test. */
final class ContractRun {

    private ContractRun() {}

    /** The names of the checks of {@code contract} that fail on a defect. */
    static Set<String> failures(Class<?> contract, Enum<?> defect) {
        Events tests = EngineTestKit.engine("junit-jupiter")
                .configurationParameter(DefectResolver.KEY, defect.name())
                .selectors(selectClass(contract))
                .execute()
                .testEvents();
        if (tests.started().count() == 0) {
            throw new AssertionError("no check of " + contract + " ran");
        }
        return tests.failed().stream()
                .map(Event::getTestDescriptor)
                .map(ContractRun::method)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** The names of all checks that a contract makes, inherited ones too. */
    static Set<String> checks(Class<?> contract) {
        return Stream.<Class<?>>iterate(contract, type -> type != Object.class, Class::getSuperclass)
                .flatMap(type -> Arrays.stream(type.getDeclaredMethods()))
                .filter(method -> method.isAnnotationPresent(Test.class))
                .map(Method::getName)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static String method(TestDescriptor test) {
        return ((MethodSource) test.getSource().orElseThrow()).getMethodName();
    }
}
