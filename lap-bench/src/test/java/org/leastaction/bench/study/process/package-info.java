/** Tests of units in processes of their own. */
package org.leastaction.bench.study.process;
