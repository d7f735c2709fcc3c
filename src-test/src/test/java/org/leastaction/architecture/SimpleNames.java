package org.leastaction.architecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * The simple name of a top-level type is the name of no other top-level type, and of no nested one that is not private.
 * The parts of a record are excepted: they are the JSON forms of types of the same names and always written with
 * {@code RunRecord} before them.
 */
final class SimpleNames {

    private static final String RECORD = "RunRecord";

    private SimpleNames() {}

    /** The rule for all types below a root. */
    static ArchRule uniqueBelow(String root) {
        return ArchRuleDefinition.classes().that().resideInAPackage(root + "..")
                .and(DescribedPredicate.describe("are named by other types", SimpleNames::isNamed))
                .should(new ArchCondition<>("have a simple name of their own") {

                    private Map<String, List<JavaClass>> types = Map.of();

                    @Override
                    public void init(Collection<JavaClass> all) {
                        types = all.stream().collect(Collectors.groupingBy(JavaClass::getSimpleName));
                    }

                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        List<JavaClass> same = types.getOrDefault(type.getSimpleName(), List.of());
                        events.add(new SimpleConditionEvent(type,
                                same.size() < 2 || same.stream().noneMatch(JavaClass::isTopLevelClass),
                                type.getName() + " shares its simple name with another type"));
                    }
                });
    }

    private static boolean isNamed(JavaClass type) {
        return type.isTopLevelClass() ? !type.getSimpleName().equals("package-info")
                : type.isNestedClass() && !type.isAnonymousClass() && !type.isLocalClass()
                        && !type.getModifiers().contains(JavaModifier.PRIVATE)
                        && type.getEnclosingClass().stream().noneMatch(outer -> outer.getSimpleName().equals(RECORD));
    }
}
