/** Studies on Spark in one process and on a real cluster of several. */
package org.leastaction.spark;
