/**
 * The innermost loops, in plain Java and in the Vector API, for the other packages of this module. Start Java with {@code
 * --add-modules jdk.incubator.vector} for the second; Java then prints a warning about incubator modules.
 */
package org.leastaction.ot.loops;
