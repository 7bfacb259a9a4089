// Copyright the trace-spring-boot authors
// SPDX-License-Identifier: Apache-2.0

// Command peer is the go-zero service that stands in front of the sample and behind it. All tracing is go-zero's
// own, and its Telemetry block is the file that the sample reads too.
//
// It is told by its environment what to be: it listens on HTTP_PORT, where GET /front asks NEXT and GET /db answers
// like the end of the sample's chain, and, if there is a GRPC_PORT, serves courseware.v1.Users by asking USERS.
package main

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"

	"github.com/zeromicro/go-zero/core/conf"
	"github.com/zeromicro/go-zero/core/service"
	"github.com/zeromicro/go-zero/core/trace"
	"github.com/zeromicro/go-zero/rest"
	"github.com/zeromicro/go-zero/rest/httpc"
	"github.com/zeromicro/go-zero/zrpc"
	"google.golang.org/grpc"

	"github.com/tracespring/trace-spring-boot/interop/go-zero/coursewarepb"
)

// Milliseconds, because the other side may be a JVM that does everything for the first time.
const timeout = 20_000

func main() {
	var block struct{ Telemetry trace.Config }
	conf.MustLoad(os.Args[1], &block, conf.UseEnv())
	group := service.NewServiceGroup()
	defer group.Stop()
	group.Add(httpServer(block.Telemetry))
	if port := os.Getenv("GRPC_PORT"); port != "" {
		group.Add(grpcServer(block.Telemetry, port))
	}
	group.Start()
}

func httpServer(telemetry trace.Config) service.Service {
	var c rest.RestConf
	must(conf.FillDefault(&c))
	c.Name, c.Telemetry = telemetry.Name, telemetry
	c.Host, c.Timeout = "127.0.0.1", timeout
	c.CpuThreshold = 0 // would refuse requests while the machine is busy
	port, err := strconv.Atoi(os.Getenv("HTTP_PORT"))
	must(err)
	c.Port = port
	server := rest.MustNewServer(c)
	server.AddRoutes([]rest.Route{
		{Method: http.MethodGet, Path: "/front", Handler: front},
		{Method: http.MethodGet, Path: "/db", Handler: db},
	})
	return server
}

func front(w http.ResponseWriter, r *http.Request) {
	answer, err := httpc.Do(r.Context(), http.MethodGet, os.Getenv("NEXT"), nil)
	if err != nil {
		http.Error(w, err.Error(), http.StatusBadGateway)
		return
	}
	defer answer.Body.Close()
	w.Header().Set("X-Trace-Id", trace.TraceIDFromContext(r.Context()))
	w.WriteHeader(answer.StatusCode)
	_, _ = io.Copy(w, answer.Body)
}

func db(w http.ResponseWriter, _ *http.Request) {
	_, _ = fmt.Fprint(w, "db of go-zero")
}

func grpcServer(telemetry trace.Config, port string) service.Service {
	var c zrpc.RpcServerConf
	must(conf.FillDefault(&c))
	c.Name, c.Telemetry = telemetry.Name, telemetry
	c.ListenOn, c.Timeout, c.CpuThreshold = "127.0.0.1:"+port, timeout, 0
	return zrpc.MustNewServer(c, func(registrar *grpc.Server) {
		coursewarepb.RegisterUsersServer(registrar, &users{next: usersClient()})
	})
}

func usersClient() coursewarepb.UsersClient {
	var c zrpc.RpcClientConf
	must(conf.FillDefault(&c))
	c.Target, c.Timeout = os.Getenv("USERS"), timeout
	return coursewarepb.NewUsersClient(zrpc.MustNewClient(c).Conn())
}

type users struct {
	coursewarepb.UnimplementedUsersServer
	next coursewarepb.UsersClient
}

func (u *users) GetUser(ctx context.Context, request *coursewarepb.GetUserRequest) (*coursewarepb.User, error) {
	return u.next.GetUser(ctx, request)
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
