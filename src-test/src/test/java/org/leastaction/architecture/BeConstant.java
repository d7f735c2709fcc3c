package org.leastaction.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.AbstractCollection;
import java.util.AbstractMap;
import java.util.Random;

/**
 * Static fields are final, and of a type that does not change by itself. A private array may hold a table; the content
 * of a {@code List} or {@code Map} is not examined.
 */
final class BeConstant extends ArchCondition<JavaField> {

    BeConstant() {
        super("be constants");
    }

    @Override
    public void check(JavaField field, ConditionEvents events) {
        if (field.getModifiers().contains(JavaModifier.SYNTHETIC)) {
            return;
        }
        boolean constant = field.getModifiers().contains(JavaModifier.FINAL)
                && !isMutable(field.getRawType())
                && (!field.getRawType().isArray() || field.getModifiers().contains(JavaModifier.PRIVATE));
        events.add(new SimpleConditionEvent(field, constant, field.getDescription() + " is "
                + (constant ? "a constant" : "static and can change") + " in " + field.getSourceCodeLocation()));
    }

    private static boolean isMutable(JavaClass type) {
        String name = type.getName();
        return type.isAssignableTo(AbstractCollection.class)
                || type.isAssignableTo(AbstractMap.class)
                || type.isAssignableTo(Random.class)
                || type.isAssignableTo(ThreadLocal.class)
                || type.isAssignableTo(Appendable.class)
                || name.startsWith("java.util.concurrent.atomic.");
    }
}
