/** Tests of units in separate processes. */
package org.leastaction.bench.study.process;
