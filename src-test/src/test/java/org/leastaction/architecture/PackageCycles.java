package org.leastaction.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.dependencies.SliceRule;
import java.util.List;

/** No cycle between packages; packages are considered without those below them. */
final class PackageCycles {

    /** Dependencies between packages that close a cycle today. The list may only get shorter. */
    private static final List<Dependency> KNOWN = List.of(
            new Dependency("flow.inspection", "flow.backend"),
            new Dependency("flow.training", "flow.backend"),
            new Dependency("tf.model", "tf.layers"),
            new Dependency("tf.model", "tf.savedmodel"));

    private PackageCycles() {}

    /** A dependency of a package on another, both relative to a root. */
    record Dependency(String from, String to) {

        private boolean isIn(JavaClasses classes, String root) {
            return classes.stream()
                    .filter(type -> type.getPackageName().equals(root + "." + from))
                    .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                    .anyMatch(found -> found.getTargetClass().getPackageName().equals(root + "." + to));
        }
    }

    /** The rule for all packages below a root, but for the known cycles. */
    static ArchRule noneBelow(String root) {
        SliceRule rule = slices().matching(root + ".(**)").should().beFreeOfCycles();
        for (Dependency known : KNOWN) {
            rule = rule.ignoreDependency(
                    resideInAPackage(root + "." + known.from()), resideInAPackage(root + "." + known.to()));
        }
        return rule;
    }

    /** Known dependencies that no longer exist and must be removed from the list. */
    static List<Dependency> outlived(JavaClasses classes, String root) {
        return KNOWN.stream().filter(known -> !known.isIn(classes, root)).toList();
    }
}
