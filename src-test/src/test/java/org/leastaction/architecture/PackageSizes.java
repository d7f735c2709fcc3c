package org.leastaction.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Collection;
import java.util.Map;
import java.util.stream.Collectors;

/** No package has more top-level types than a reader can keep in view; package-info is not counted. */
final class PackageSizes {

    private static final int MOST = 25;

    private PackageSizes() {}

    /** The rule for all packages below a root. */
    static ArchRule limitedBelow(String root) {
        return ArchRuleDefinition.classes().that().resideInAPackage(root + "..")
                .and(DescribedPredicate.describe("are top-level types",
                        type -> type.isTopLevelClass() && !type.getSimpleName().equals("package-info")))
                .should(new ArchCondition<>("share their package with at most " + (MOST - 1) + " others") {

                    private Map<String, Long> sizes = Map.of();

                    @Override
                    public void init(Collection<JavaClass> types) {
                        sizes = types.stream().collect(
                                Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));
                    }

                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        long size = sizes.getOrDefault(type.getPackageName(), 0L);
                        events.add(new SimpleConditionEvent(type, size <= MOST,
                                type.getName() + " is one of the " + size + " types of its package"));
                    }
                });
    }
}
